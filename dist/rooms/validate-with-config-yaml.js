import { defaultRowLimits, marketplacesBuiltinSchema, mcpBuiltinSchema } from "./config.js";
import { isRecord, nearest, suggestion } from "../start/faces.js";
import { mebibytes } from "./tree.js";
import { namesIn } from "./validate.js";
import { checkSkillFile, readDocument } from "./validate-with-yaml.js";
// src/validate/builtin.ts
/**
* Checks the file of marketplaces.
* @returns their names; none where there is no file, `undefined` where it cannot be read
*/
function checkMarketplaces(root, settings, findings) {
	const file = settings.builtin.marketplaces;
	const before = findings.all.length;
	const document = readDocument({
		root,
		file,
		schema: marketplacesBuiltinSchema,
		code: "ROW_INVALID"
	}, findings);
	if (!document) return findings.all.length > before ? void 0 : [];
	return namesIn(document.value, "extraKnownMarketplaces");
}
/** Checks the file of MCP servers: its form, servers of types that are not there, and servers that no agent would get. */
function validateServers(root, settings, agents, findings) {
	const file = settings.builtin.mcpServers;
	const document = readDocument({
		root,
		file,
		schema: mcpBuiltinSchema,
		code: "ROW_INVALID"
	}, findings);
	if (!document || !agents) return;
	const { value } = document;
	for (const type of namesIn(value, "types")) {
		const servers = isRecord(value) && isRecord(value.types) ? namesIn(value.types[type]) : [];
		if (!agents.types.has(type)) {
			const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, agents.types)}`;
			const remedy = `Fix the name, or add the type to ${settings.agents}; there are: ${[...agents.types].join(", ") || "none"}.`;
			findings.in(document, ["types", type], {
				code: "AGENT_TYPE_UNKNOWN",
				problem,
				remedy
			}, "key");
		} else if (!agents.used.has(type)) for (const server of servers) unused([
			"types",
			type,
			server
		], `no agent is of the type ${JSON.stringify(type)}`);
	}
	if (agents.used.size === 0) for (const server of namesIn(value, "mcpServers")) unused(["mcpServers", server], "there are no agents");
	function unused(path, why) {
		const problem = `no agent gets this server: ${why}`;
		const remedy = `Add the agent to ${settings.agents}, or remove the server.`;
		if (document) findings.in(document, path, {
			code: "SERVER_UNUSED",
			severity: "warning",
			problem,
			remedy
		}, "key");
	}
}
// src/validate/skills.ts
const directory = "agent-skills/";
const mainFile = "SKILL.md";
/** Checks each skill of a template: that it has a `SKILL.md` that a client can read, and its size. */
function checkSkills({ prefix }, { paths, assets }, findings) {
	const own = paths.filter((path) => path.startsWith(directory)).map((path) => path.slice(13));
	for (const path of own.filter((each) => !each.includes("/"))) {
		const remedy = `Move it into ${directory}NAME/, or remove it.`;
		findings.at(`${prefix}${directory}${path}`, {}, {
			code: "SKILL_INVALID",
			problem: "the file is in no skill's directory",
			remedy
		});
	}
	for (const [name, inside] of bySkill(own)) {
		const place = `${prefix}${directory}${name}/`;
		const bytes = (file) => assets.get(`${directory}${name}/${file}`);
		const size = inside.reduce((sum, file) => sum + (bytes(file)?.length ?? 0), 0);
		if (size > defaultRowLimits.maxSkillBytes) {
			const problem = `the skill ${name} has ${mebibytes(size)}; a skill may have ${mebibytes(defaultRowLimits.maxSkillBytes)}`;
			findings.at(place + largest(inside, bytes), {}, {
				code: "SKILL_TOO_LARGE",
				problem,
				remedy: "Move large files out of the skill."
			});
		}
		const main = bytes(mainFile);
		if (main) checkSkillFile(place + mainFile, name, main, findings);
		else if (!inside.includes(mainFile)) noteNoMainFile(place, name, inside, findings);
	}
}
function bySkill(own) {
	const skills = new Map();
	for (const path of own) {
		const [name = "", ...rest] = path.split("/");
		if (rest.length > 0) skills.set(name, [...skills.get(name) ?? [], rest.join("/")]);
	}
	return skills;
}
function largest(inside, bytes) {
	const size = (file) => bytes(file)?.length ?? 0;
	return inside.reduce((most, file) => size(file) > size(most) ? file : most, inside[0] ?? mainFile);
}
function noteNoMainFile(place, name, inside, findings) {
	const near = nearest(mainFile, inside);
	const problem = `the skill ${name} has no ${mainFile}${near === void 0 ? "" : `; is it ${JSON.stringify(near)}?`}`;
	const remedy = near === void 0 ? `Add ${place}${mainFile}.` : `Rename it to ${mainFile}.`;
	findings.at(place + (near ?? inside[0] ?? mainFile), {}, {
		code: "SKILL_INVALID",
		problem,
		remedy
	});
}
export { checkMarketplaces, checkSkills, validateServers };
