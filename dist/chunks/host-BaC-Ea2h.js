import { t as IdentikitError } from "./error-CP_nAw3O.js";
/**
* Which host the job runs on. Gitea's and Forgejo's runners set `ACT` too, so theirs are looked at first.
* @throws {IdentikitError} `USAGE` for a `GITHUB_SERVER_URL` or `GITHUB_API_URL` that is no http(s) address
*/
function hostOf(env) {
	let name = hostNameOf(env), serverUrl = addressOf(env, "GITHUB_SERVER_URL") ?? "https://github.com", givenApi = addressOf(env, "GITHUB_API_URL"), dialect = dialectOf(name, givenApi);
	return {
		name,
		dialect,
		serverUrl,
		apiUrl: givenApi ?? (dialect === "gitea" ? `${serverUrl}/api/v1` : "https://api.github.com")
	};
}
/** Whether the host shows remarks beside the lines of a file; elsewhere they are lines of the log like any other. */
function showsAnnotations(env) {
	return hostNameOf(env) === "github";
}
/** The page of this run, for links; `undefined` outside of a run. */
function runUrlOf(host, env) {
	let { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_NUMBER: number } = env, run = host.name === "forgejo" ? number : id;
	return repository && run ? `${host.serverUrl}/${repository}/actions/runs/${run}` : void 0;
}
function hostNameOf(env) {
	return env.FORGEJO_ACTIONS ? "forgejo" : env.GITEA_ACTIONS ? "gitea" : env.ACT ? "act" : "github";
}
function dialectOf(name, apiUrl) {
	return name === "gitea" || name === "forgejo" || name === "act" && apiUrl?.endsWith("/api/v1") ? "gitea" : "github";
}
function addressOf(env, variable) {
	let text = env[variable];
	if (!text) return;
	let url = URL.parse(text);
	if (url && (url.protocol === "https:" || url.protocol === "http:") && url.username === "") return url.href.replace(/\/+$/, "");
	throw new IdentikitError("USAGE", `${variable} is not an http or https address without credentials`, { remedy: "The runner sets it; in a local run give it as https://host/path." });
}
export { runUrlOf as n, showsAnnotations as r, hostOf as t };
