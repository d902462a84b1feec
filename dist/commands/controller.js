import { SqlStore, WorkQueue, runControllers, runControllersOnce } from "../rooms/agents-with-config.js";
import { writeBackController } from "../rooms/agents-with-config-template-yaml.js";
import { IdentikitError, hostTokenVariable, outputMembers } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { controlSummary, failingLines, failingOutput, lastingContext, newWorkerName, workLine } from "../rooms/commands.js";
import { makeControllers } from "../rooms/commands-with-agents-changes-child_process-config-croner-diff-env-gate-host-http-image-smol-toml-sqlite-template-yaml-zlib.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { openWriteBack } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-sqlite-template-yaml.js";
// src/commands/controller/body.ts
function checkPowers({ env }, { writeBack, startPrograms }) {
	if (!writeBack) return;
	if (startPrograms) throw new IdentikitError("USAGE", "--write-back and --start-programs are two jobs", { remedy: "Run each in a job of its own: programs that stacks name could read the token that writes." });
	if (!env["IDENTIKIT_HOST_TOKEN"]) throw new IdentikitError("USAGE", `--write-back has no token: ${hostTokenVariable} is not set`, { remedy: `Set ${hostTokenVariable} to the token that may write, or leave out --write-back.` });
}
async function run(given, options) {
	const { signal: until, log } = given;
	checkPowers(given, options);
	const project = await openProject(given.cwd, options.root);
	using lasting = lastingContext(given);
	const { context } = lasting;
	await using database = await openConfigDatabase(context, project, options.database);
	lasting.lasts();
	await using store = new SqlStore(database);
	const { startPrograms, writeBack, memory } = options;
	const controllers = [...makeControllers({
		context: given,
		project,
		database,
		store,
		startPrograms,
		memory
	}, options.controllers), ...writeBack ? [writeBackController(openWriteBack(given, project, {
		database,
		store
	}, {}))] : []];
	const faults = [];
	const counts = await (options.once ? runControllersOnce : runControllers)({
		database,
		controllers,
		worker: newWorkerName(),
		until,
		onOutcome: (outcome) => {
			if (outcome.fault) log.warn(workLine(outcome));
			else log.debug(workLine(outcome));
			if (options.once && outcome.result === "failed" && outcome.fault) faults.push(outcome.fault);
		},
		onOutage: ({ code, message }) => log.warn(`${code}: ${message}; trying again`)
	});
	if (options.once) until.throwIfAborted();
	const failing = await new WorkQueue(database).failing();
	const outputs = {
		...counts,
		controllers: controllers.map(({ name }) => name),
		failing: failingOutput(failing)
	};
	const stopped = options.once ? "" : "stopped: ";
	return {
		outputs: outputMembers(outputs),
		changed: counts.done > 0,
		details: failingLines(failing),
		account: [`${stopped}${controlSummary(counts)}`],
		faults
	};
}
export { run };
