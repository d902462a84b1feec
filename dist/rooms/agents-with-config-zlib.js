import { scopes, skillShape, skillTree, skillValue } from "./config.js";
import { canonicalJson } from "./document.js";
import { IdentikitError } from "../start/faces.js";
import { _enum, array, boolean, json, strictObject, string } from "../vendor/zod.js";
import { digestOf } from "./tree.js";
import { runIdentity } from "./agents-with-config.js";
import { gunzipSync, gzipSync } from "node:zlib";
// src/agents/identity/packed-identity.ts
const largest = 67108864;
const resolved = (value) => array(strictObject({
	key: string(),
	value,
	scope: _enum(scopes),
	overrides: array(_enum(scopes))
}));
const shape = strictObject({
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
function unpackIdentity({ digest, config }) {
	const text = (() => {
		try {
			return gunzipSync(Buffer.from(config, "base64"), { maxOutputLength: largest }).toString("utf8");
		} catch {
			throw invalid("the agent's configuration in it cannot be unpacked");
		}
	})();
	if (digestOf(text) !== digest) throw invalid("the agent's configuration in it has another digest");
	const result = shape.safeParse(jsonIn(text));
	if (!result.success) throw invalid("the agent's configuration in it has another shape");
	const { systemPrompt, skills, ...rest } = result.data;
	return {
		...rest,
		systemPrompt: systemPrompt[0] ?? null,
		skills: skills.map((skill) => ({
			...skill,
			value: skillTree(skill.value, `the skill ${skill.key}`)
		}))
	};
}
function jsonIn(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function tooLarge(agent) {
	return new IdentikitError("TICKET_TOO_LARGE", `the configuration of ${agent} has more than 64 MiB`, { remedy: "Name the skills that the stack needs in the stack, so that it does not get all of its agent's." });
}
function invalid(why) {
	return new IdentikitError("TICKET_INVALID", `the ticket does not count: ${why}`, { remedy: "Use the ticket that dispatch-agent wrote for this run and pool, unchanged." });
}
// src/agents/dispatch/run-ticket-identity.ts
async function ticketIdentity({ database }, stack, { grants }, secrets) {
	const names = secrets.map(({ name }) => name);
	const { config, leftOut } = await runIdentity(database, stack, grants, names);
	return {
		...packIdentity(config),
		leftOut: [...leftOut]
	};
}
export { packIdentity, ticketIdentity, unpackIdentity };
