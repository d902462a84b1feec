import { IdentikitError } from "../start/faces.js";
import { declaredPrompts, promptPlaces, wholePrompt } from "./template-with-yaml.js";
import { ZodError } from "../vendor/zod.js";
import { comparePaths, observeDirectory } from "./tree.js";
// src/gate/coverage.ts
function coverageOf(directory, identity, by) {
	const { profile, policy } = by;
	const notBaked = [];
	const notDelivered = [];
	const note = (path) => {
		if (profile.admits(path)) return;
		if (policy.admits(path)) notBaked.push(path);
		else if (!path.includes("/")) notDelivered.push(path);
	};
	observeDirectory(directory, { keep: (path, kind) => {
		if (kind !== "directory") note(path);
		return kind === "directory" && policy.reaches(path);
	} });
	return {
		profile: profile.name,
		compared: identity.size,
		notBaked: notBaked.sort(comparePaths),
		notDelivered: notDelivered.sort(comparePaths)
	};
}
function promptWarnings(identity, coverage) {
	const config = identity.get("config.yaml");
	let declared;
	try {
		const text = config && Buffer.from(config.bytes).toString("utf8");
		declared = text === void 0 ? [] : declaredPrompts(text).map(({ name }) => name);
	} catch (caught) {
		if (!(caught instanceof IdentikitError) && !(caught instanceof ZodError)) throw caught;
		return [warning("PROMPT_UNKNOWN", "config.yaml", "prompt_files cannot be read", "Fix config.yaml.")];
	}
	const isBaked = (prompt) => promptPlaces(prompt).some((path) => identity.get(path));
	const others = [...coverage.notBaked, ...coverage.notDelivered];
	return (declared.length > 0 ? declared : others.includes("system-prompt.md") ? [wholePrompt] : []).filter((prompt) => !isBaked(prompt)).map((prompt) => warning("PROMPT_NOT_BAKED", prompt, `not in ${coverage.profile}`, "Name a profile that bakes it (identity.policy in identikit.yaml), or move the file to prompts/."));
}
function warning(code, path, actual, remedy) {
	return {
		code,
		severity: "warning",
		path,
		expected: "part of the identity",
		actual,
		remedy
	};
}
export { coverageOf, promptWarnings };
