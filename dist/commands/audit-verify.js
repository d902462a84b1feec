import { verifyAudit } from "../rooms/agents-with-config.js";
import { formatHeads } from "../rooms/config.js";
import { verdictOf } from "../rooms/fault.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { count, findKeyring } from "../rooms/commands.js";
import { openConfigDatabase, readHeads } from "../rooms/commands-with-config.js";
// src/commands/audit-verify/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const expected = options.expect === void 0 ? void 0 : readHeads(context, options.expect);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	const found = await verifyAudit(database, findKeyring(context, project), expected);
	const { lines, findings } = found;
	const heads = formatHeads(found.heads);
	const report = makeReport({
		check: "audit verify",
		verdict: verdictOf(findings),
		subject: `the audit in ${database.name}`,
		facts: [{
			label: "lines",
			value: String(lines)
		}],
		findings
	});
	return {
		outputs: {
			lines,
			heads
		},
		account: [count(lines, "line"), `heads ${heads}`],
		report
	};
}
export { run };
