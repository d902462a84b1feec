import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError, M as suggestion } from "./foundation-QtvXJkSz.js";
/** The profiles that come with Identikit; a published one never changes, a new one gets a new version. */
const builtinPolicies = {
	"assets/v1": { include: [
		"config.yaml",
		"mcp_servers.yaml",
		"prompts/**",
		"agent-skills/**"
	] },
	"identity/v1": { include: [
		"config.yaml",
		"mcp_servers.yaml",
		"prompts/**"
	] }
};
/**
* The policy of that name.
* @param further profiles of the settings; a built-in name cannot be given another meaning
* @throws {IdentikitError} `SETTINGS_INVALID` for an unknown name, a redefined one or a malformed pattern
*/
function policyNamed(name = "assets/v1", further = {}) {
	for (let own of Object.keys(further)) if (Object.hasOwn(builtinPolicies, own)) throw invalid(`the policy ${JSON.stringify(own)} is built in`);
	let profiles = {
		...further,
		...builtinPolicies
	}, profile = Object.hasOwn(profiles, name) ? profiles[name] : void 0;
	if (!profile) throw invalid(`no policy is named ${JSON.stringify(name)}${suggestion(name, Object.keys(profiles))}`);
	let exact = /* @__PURE__ */ new Set(), directories = [];
	for (let pattern of profile.include) {
		if (!/^(?!\/)[^*?[\]\\]+?(\/\*\*)?$/.test(pattern) || /(^|\/)\.{0,2}(\/|$)/.test(pattern.replace(/\/\*\*$/, ""))) throw invalid(`policy ${name}: ${JSON.stringify(pattern)} is neither a path nor "dir/**"`);
		pattern.endsWith("/**") ? directories.push(pattern.slice(0, -2)) : exact.add(pattern);
	}
	let starts = [...exact, ...directories];
	return {
		name,
		roots: starts.map((start) => start.replace(/\/$/, "")),
		admits: (path) => exact.has(path) || directories.some((directory) => path.startsWith(directory)),
		reaches: (path) => directories.some((directory) => `${path}/`.startsWith(directory)) || starts.some((start) => start === path || start.startsWith(`${path}/`))
	};
}
function invalid(problem) {
	return new IdentikitError("SETTINGS_INVALID", problem, {
		remedy: "Mend `policy` or `policies` in identikit.yaml.",
		location: { file: "identikit.yaml" }
	});
}
export { policyNamed as n, builtinPolicies as t };
