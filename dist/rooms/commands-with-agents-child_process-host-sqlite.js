import { IdentikitError, hostOf, hostTokenVariable } from "../start/faces.js";
import { LocalHands } from "./workspace-with-agents-child_process.js";
import { WorkspaceRoot } from "./workspace-with-agents-child_process-sqlite.js";
import { gitRemote } from "./workspace-with-child_process.js";
import { resolve } from "node:path";
import { hostname } from "node:os";
// src/commands/places/workspace-hands.ts
function machineName({ hostName = hostname() }) {
	return hostName;
}
function workspaceHands(context, options, patches) {
	const { env, cwd, clock } = context;
	const root = new WorkspaceRoot(resolve(cwd, options.host), env, () => clock.now());
	return new LocalHands({
		root,
		host: machineName(options),
		patches,
		remoteOf: (repository) => repositoryRemote(context, options.repositoryUrl, repository)
	});
}
function repositoryRemote({ env }, template, repository) {
	if (template !== void 0) {
		if (!template.includes("{repository}")) throw new IdentikitError("USAGE", "--repository-url does not say where {repository} goes", { remedy: "Write it such as /srv/git/{repository}.git." });
		return gitRemote(template.replaceAll("{repository}", repository));
	}
	const token = env[hostTokenVariable];
	const credential = token ? {
		username: "x-access-token",
		token
	} : void 0;
	return gitRemote(`${hostOf(env).serverUrl}/${repository}.git`, credential);
}
export { machineName, workspaceHands };
