import { approvalController, workspaceController } from "./agents.js";
import { accessController, retentionController } from "./agents-with-config.js";
import { dispatchController } from "./agents-with-config-template-yaml.js";
import { triggerController } from "./agents-with-config-croner-yaml.js";
import { GitMemoryStore } from "./agents-with-child_process-template.js";
import { referenceController } from "./agents-with-template-yaml.js";
import { IdentikitError, hostOf, hostTokenVariable, suggestion } from "../start/faces.js";
import { ItemStates } from "./host.js";
import { declaredHere } from "./commands-with-agents-croner-yaml.js";
import { dispatchServices, gitDirectoryOf } from "./commands-with-agents-changes-child_process-config-croner-host-template-yaml.js";
import { openStackController } from "./commands-with-agents-child_process-config-croner-diff-env-gate-http-image-sqlite-template-yaml-zlib.js";
import { resolve } from "node:path";
// src/commands/places/controllers.ts
const makers = {
	stack: openStackController,
	trigger: (services) => triggerController(dispatchOf(services)),
	dispatch: (services) => dispatchController(dispatchOf(services)),
	workspace: (services) => workspaceController({
		store: services.store,
		now: nowOf(services)
	}),
	approval: (services) => approvalController({
		store: services.store,
		now: nowOf(services),
		heads: headsOf(services)
	}),
	access: (services) => accessController({
		store: services.store,
		database: services.database,
		now: nowOf(services)
	}),
	reference: openReferenceController,
	retention: (services) => retentionController(services.database, services.project.settings.platform.retention, nowOf(services))
};
function openReferenceController(services) {
	const { context, project, database, store, memory } = services;
	const { env, log, signal, cwd } = context;
	const token = env[hostTokenVariable];
	const directory = memory === void 0 ? void 0 : resolve(cwd, memory);
	const states = token ? new ItemStates({
		host: hostOf(env),
		token,
		log,
		signal
	}) : void 0;
	return referenceController({
		store,
		database,
		declared: (organization) => declaredHere(project, organization),
		memory: directory === void 0 ? void 0 : () => new GitMemoryStore(gitDirectoryOf(directory), env),
		heads: headsOf(services),
		items: states,
		merges: states,
		now: nowOf(services)
	});
}
function nowOf({ context }) {
	return () => context.clock.now();
}
function dispatchOf(services) {
	const { context, project, database, store } = services;
	return dispatchServices(context, project, {
		database,
		store
	}, project.settings.platform.organization);
}
function headsOf(services) {
	if (!services.context.env["IDENTIKIT_HOST_TOKEN"]) return void 0;
	const { repositories } = dispatchOf(services);
	return { headOf: async ({ repository, kind, id }, signal) => {
		const number = Number(id);
		const isPull = kind === "pull_request" && Number.isSafeInteger(number);
		if (!isPull && kind !== "branch") return void 0;
		const ref = id.startsWith("refs/") ? id : `refs/heads/${id}`;
		return (await repositories.placeOf({
			repository,
			...isPull ? { pullRequest: number } : { ref }
		}, signal)).refs.head;
	} };
}
function makeControllers(services, named) {
	const names = Object.keys(makers);
	return (named.length === 0 ? names : [...new Set(named.flatMap((word) => word.split(",")))]).map((name) => {
		const make = Object.hasOwn(makers, name) ? makers[name] : void 0;
		if (make) return make(services);
		throw new IdentikitError("CONTROLLER_UNKNOWN", `there is no controller ${JSON.stringify(name)}${suggestion(name, names)}`, { remedy: `Choose from ${names.join(", ")}.` });
	});
}
export { makeControllers };
