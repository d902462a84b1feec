import { verifyRun } from "../rooms/agents-with-config-template.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { verdictOf } from "../rooms/fault.js";
import { openProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase, readHeads } from "../rooms/commands-with-config.js";
import { findKeyring } from "../rooms/commands.js";
import { openWriteBack } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-sqlite-template-yaml.js";
import { asOutput } from "../start/faces.js";
// src/commands/runs-verify/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace } = accessPlace(project, { organization: options.organization });
	const expected = options.expect === void 0 ? void 0 : readHeads(context, options.expect);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	await using store = new SqlStore(database);
	const commits = options.forge ? openWriteBack(context, project, {
		database,
		store
	}, {}).commits : void 0;
	const sources = {
		database,
		store,
		keyring: findKeyring(context, project),
		expected,
		commits
	};
	const proofs = await verifyRun(sources, {
		namespace,
		name: options.name
	}, context.signal);
	const findings = proofs.flatMap(({ subject, state, detail }) => state === "holds" ? [] : [{
		code: state === "differs" ? "RUN_DIFFERS" : "RUN_UNPROVEN",
		severity: state === "differs" ? "error" : "unverified",
		path: subject,
		expected: "what is on record of the run",
		actual: detail,
		remedy: state === "differs" ? "Keep a copy of the database, and compare it with a backup from before." : "Look at it with what is missing, such as --forge or IDENTIKIT_SECRET_KEYS."
	}]);
	const isDifferent = proofs.some(({ state }) => state === "differs");
	const report = makeReport({
		check: "runs verify",
		verdict: isDifferent ? "drift" : verdictOf(findings),
		subject: `the run ${namespace}/${options.name}`,
		facts: [{
			label: "proofs",
			value: String(proofs.length)
		}],
		findings
	});
	return {
		outputs: { proofs: asOutput(proofs) },
		details: proofs.map(({ subject, state, detail }) => `${state.padEnd(10)}  ${subject}  ${detail}`),
		account: [`${proofs.filter(({ state }) => state === "holds").length} of ${proofs.length} hold`],
		report
	};
}
export { run };
