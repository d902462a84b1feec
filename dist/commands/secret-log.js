import { agentNames, exportLog, formatHeads, listAccesses, unknownAgent, verifyLog } from "../rooms/config.js";
import { IdentikitError } from "../start/faces.js";
import { verdictOf } from "../rooms/fault.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { count, findKeyring } from "../rooms/commands.js";
import { openConfigDatabase, readHeads } from "../rooms/commands-with-config.js";
// src/commands/secret-log/body.ts
async function run(context, options) {
	checkCombination(options);
	const project = await openProject(context.cwd, options.root);
	const expected = options.expect === void 0 ? void 0 : readHeads(context, options.expect);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	if (options.verify) return await verify(context, project, database, expected);
	if (options.export) return await exportAll(context, database);
	const accesses = await listAccesses(database, {
		...options.name === void 0 ? {} : { secret: options.name },
		...options.agent === void 0 ? {} : { agent: options.agent },
		limit: options.limit
	});
	if (accesses.length === 0 && options.agent !== void 0) await checkAgent(database, options.agent);
	return {
		outputs: { accesses: accesses.map((access) => ({ ...access })) },
		account: accesses.length === 0 ? ["no read of a secret is in the log"] : accesses.map(({ time, secret, agent, accessor, reason }) => `${time}  ${secret} for ${agent}, by ${accessor} (${reason})`)
	};
}
async function checkAgent(database, agent) {
	const names = await agentNames(database);
	if (!names.includes(agent)) throw unknownAgent(agent, names);
}
async function verify(context, project, database, expected) {
	const found = await verifyLog(database, findKeyring(context, project), expected);
	const { sessions, lines, unchained, findings } = found;
	const heads = formatHeads(found.heads);
	const report = makeReport({
		check: "secret log",
		verdict: verdictOf(findings),
		subject: `the access log of ${database.name}`,
		facts: [{
			label: "sessions",
			value: String(sessions)
		}, {
			label: "lines",
			value: String(lines)
		}],
		findings
	});
	return {
		outputs: {
			sessions,
			lines,
			unchained,
			heads
		},
		account: [`${count(lines, "line")} in ${count(sessions, "session")}, ${unchained} without a chain`, `heads ${heads}`],
		report
	};
}
async function exportAll(context, database) {
	const { sessions, lines } = await exportLog(database, context.writeOutput);
	return {
		outputs: {
			sessions,
			lines
		},
		account: [],
		printed: true
	};
}
function checkCombination(options) {
	const { name, agent, verify, expect, export: whole } = options;
	const problem = verify && whole ? "--verify and --export exclude each other" : (verify || whole) && (name ?? agent) !== void 0 ? "--verify and --export take the whole log: NAME and --agent cannot be given" : expect !== void 0 && !verify ? "--expect needs --verify" : void 0;
	if (problem === void 0) return;
	throw new IdentikitError("USAGE", problem, { remedy: "See identikit secret log --help." });
}
export { run };
