import { agentAction, agentWorkspace, askForDueCleanups, carryOutActions, reportWorkspaces, workspaceInventory } from "../rooms/agents.js";
import { SqlStore, askWorkspaceAction } from "../rooms/agents-with-config.js";
import { objectForm } from "../rooms/api-with-agents.js";
import { faultCodes } from "../rooms/fault-guide.js";
import { IdentikitError, asOutput } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { ExclusiveLock } from "../rooms/tree-with-sqlite.js";
import { count } from "../rooms/commands.js";
import { accessPlace, storedPatches } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { machineName, workspaceHands } from "../rooms/commands-with-agents-child_process-host-sqlite.js";
import { askingPerson } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { join, resolve } from "node:path";
// src/commands/workspaces/ask.ts
async function askFor(context, project, objects, options) {
	const { name, act: action, text, host: root } = options;
	if (action === void 0 || name === void 0) return void 0;
	const { organization: namespace, organizations } = accessPlace(project, options);
	const { by, hostOf } = askingPerson(context, project, objects, {
		...options,
		namespace
	});
	const { store } = objects;
	const workspace = await store.read((reader) => reader.get(agentWorkspace, {
		namespace,
		name
	}));
	const host = workspace && await hostOf(workspace.spec.repository);
	const asked = {
		namespace,
		name,
		action,
		text,
		machine: action === "recover" && root !== void 0 ? machineName(options) : void 0,
		by,
		host,
		via: "command"
	};
	const { metadata } = await askWorkspaceAction({
		store,
		organizations
	}, asked, context.clock.now());
	return await store.read((reader) => reader.get(agentAction, metadata));
}
// src/commands/workspaces/body.ts
async function run(context, options) {
	const { name, act, host } = options;
	if (act !== void 0 && name === void 0) throw new IdentikitError("USAGE", "--act names no workspace", { remedy: "Write its name as well." });
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace } = accessPlace(project, options);
	const access = act === void 0 && host === void 0 ? "read" : "write";
	await using database = await openConfigDatabase(context, project, options.database, access);
	await using store = new SqlStore(database);
	const patches = storedPatches({
		store,
		database
	});
	const hands = host === void 0 ? void 0 : workspaceHands(context, {
		...options,
		host
	}, patches);
	const asked = await askFor(context, project, {
		database,
		store
	}, options);
	const now = () => context.clock.now();
	const done = hands && host !== void 0 ? await doHere({
		store,
		hands,
		now
	}, namespace, resolve(context.cwd, host), context.signal) : void 0;
	const shown = (await store.read((reader) => workspaceInventory(reader, namespace))).filter(({ workspace: { metadata } }) => name === void 0 || metadata.name === name);
	if (name !== void 0 && shown.length === 0) throw new IdentikitError("NOT_FOUND", `there is no workspace ${name} in ${namespace}`, { remedy: "See those that there are: identikit workspaces." });
	const action = asked && await store.read((reader) => reader.get(agentAction, asked.metadata));
	const needed = shown.filter(({ attention }) => attention.length > 0).length;
	const here = done === void 0 ? "" : `; ${count(done, "action")} done here`;
	return {
		outputs: {
			workspaces: asOutput(shown.map(({ workspace, attention }) => ({
				...objectForm(workspace),
				attention
			}))),
			...action ? { action: asOutput(objectForm(action)) } : {}
		},
		...access === "write" ? { changed: asked !== void 0 || (done ?? 0) > 0 } : {},
		details: shown.map(lineOf),
		account: [...action ? [actionLine(action, shown[0])] : [], `${count(shown.length, "workspace")}, ${needed} of them for somebody to look at${here}`],
		faults: action ? faultsOf(action) : []
	};
}
async function doHere(ports, namespace, root, signal) {
	using _ = await ExclusiveLock.acquire(join(root, "lock"), {
		place: `the workspaces in ${root}`,
		signal
	});
	await reportWorkspaces(ports, namespace, signal);
	await askForDueCleanups(ports, namespace);
	const ended = await carryOutActions(ports, namespace, signal);
	await reportWorkspaces(ports, namespace, signal);
	return ended.length;
}
function lineOf({ workspace: { metadata, spec, status }, attention }) {
	const { repository, refs, trustTier, host, pinned } = spec;
	const place = spec.workspacePath ?? spec.externalId ?? "";
	const words = [
		status.phase ?? "Provisioning",
		`${repository}${refs?.ref === void 0 ? "" : ` ${refs.ref}`}`,
		trustTier,
		host === void 0 ? place : `${host}:${place}`,
		...pinned ? ["pinned"] : [],
		...attention.length === 0 ? [] : [`look at: ${attention.join(", ")}`]
	];
	return `${metadata.name}: ${words.join(", ")}`;
}
function actionLine({ spec, status }, entry) {
	const what = `${spec.action} of ${spec.target.name}`;
	const { host } = entry?.workspace.spec ?? {};
	if (status.phase === "Done") return `${what} is done${status.result === void 0 ? "" : `: ${status.result}`}`;
	if (status.phase === "Admitted") return `${what} waits for ${host === void 0 ? "a machine that takes it" : host}: identikit workspaces --host DIR does it there`;
	return `${what}: ${status.phase ?? ""}, ${status.message ?? ""}`;
}
function faultsOf({ status }) {
	const { phase, code = "", message = "" } = status;
	if (phase !== "Failed" && phase !== "Denied") return [];
	return [new IdentikitError(isFaultCode(code) ? code : "CONFLICT", message, { remedy: "The record of the action says so, too: identikit get agentactions." })];
}
function isFaultCode(code) {
	return Object.hasOwn(faultCodes, code);
}
export { run };
