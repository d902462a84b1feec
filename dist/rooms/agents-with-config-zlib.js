import { scopes, skillShape, skillValue } from "./config.js";
import { canonicalJson } from "./document.js";
import { IdentikitError } from "../start/faces.js";
import { _enum, array, boolean, json, strictObject, string } from "../vendor/zod.js";
import { digestOf } from "./tree.js";
import { gzipSync } from "node:zlib";
// src/agents/identity/packed-identity.ts
const largest = 67108864;
const resolved = (value) => array(strictObject({
	key: string(),
	value,
	scope: _enum(scopes),
	overrides: array(_enum(scopes))
}));
strictObject({
	name: string().min(1),
	type: string().min(1),
	runtime: string().min(1),
	plugins: resolved(boolean()),
	marketplaces: resolved(json()),
	mcpServers: resolved(json()),
	systemPrompt: resolved(string()).max(1),
	skills: resolved(skillShape),
	settings: resolved(json()),
	files: resolved(string())
});
function packIdentity(config) {
	const { systemPrompt, skills, ...rest } = config;
	const text = canonicalJson({
		...rest,
		systemPrompt: systemPrompt ? [systemPrompt] : [],
		skills: skills.map((skill) => ({
			...skill,
			value: JSON.parse(skillValue(skill.value))
		}))
	});
	if (Buffer.byteLength(text) > largest) throw tooLarge(config.name);
	return {
		digest: digestOf(text),
		config: gzipSync(text, { level: 6 }).toString("base64")
	};
}
function tooLarge(agent) {
	return new IdentikitError("TICKET_TOO_LARGE", `the configuration of ${agent} has more than 64 MiB`, { remedy: "Name the skills that the stack needs in the stack, so that it does not get all of its agent's." });
}
export { packIdentity };
