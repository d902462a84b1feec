import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { comparePaths } from "./tree.js";
import { ZodError, array, looseObject, string, union } from "../vendor/zod.js";
import { decodeText } from "./document.js";
import { parseYaml } from "./document-with-yaml.js";
// src/template/prompt-sources.ts
const configSchema$1 = looseObject({ prompt_files: array(string().min(1)).optional() });
/** The file that is a template's whole prompt, where `config.yaml` names none and it is there. */
const wholePrompt = "system-prompt.md";
/**
* What a template's `config.yaml` names as prompt, in order, as it is written there; `undefined` where it names nothing.
* @throws {IdentikitError} `DOCUMENT_INVALID` where the file cannot be read as YAML; a `ZodError` where `prompt_files` is no
* list of names
*/
function declaredPrompts(config) {
	return configSchema$1.nullable().parse(parseYaml(config, "config.yaml").value)?.prompt_files;
}
/** Where a declared prompt may stand: relative to the template's root, else to `prompts/`. */
function promptPlaces(declared) {
	const path = declared.replace(/^(?:\.\/)+/, "");
	return [path, `prompts/${path}`];
}
// src/template/skill-report.ts
const skillSchema = union([string(), looseObject({
	id: string().optional(),
	name: string().optional()
})]);
const configSchema = looseObject({ agent_card: looseObject({ skills: array(skillSchema).optional() }).optional() });
/** Compares `agent_card.skills` of `config.yaml`, by `id` or `name`, with the directories of the skills among the assets. */
function reportSkills(tree) {
	const delivered = [...tree].flatMap(({ path }) => {
		const name = /^agent-skills\/([^/]+)\/SKILL\.md$/.exec(path)?.[1];
		return name === void 0 ? [] : [name];
	});
	const listed = listedSkills(tree);
	const known = new Set(delivered);
	const named = new Set(listed?.flat());
	const unlisted = delivered.filter((name) => !named.has(name)).sort(comparePaths);
	const missing = (listed ?? []).filter((names) => !names.some((name) => known.has(name)));
	const facts = {
		delivered: delivered.length,
		listed: listed?.length ?? null,
		unlisted,
		missing: missing.map((names) => certain(names[0]))
	};
	return {
		...facts,
		warning: warningOf(facts)
	};
}
function warningOf({ delivered, listed, unlisted, missing }) {
	if (delivered > 0 && !listed) return `agent_card.skills in config.yaml ${listed === null ? "cannot be found" : "is empty"}, but ${delivered} skills were delivered`;
	const parts = [...unlisted.length > 0 ? [`does not name ${fewOf(unlisted)}`] : [], ...missing.length > 0 ? [`names ${fewOf(missing)}, which the template does not have`] : []];
	return parts.length === 0 ? null : `agent_card.skills in config.yaml ${parts.join(", and ")}`;
}
function fewOf(names, most = 5) {
	const more = names.length - most;
	return names.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
/** The names of each entry: its `id` and its `name`, or the entry itself. */
function listedSkills(tree) {
	const config = tree.get("config.yaml");
	if (!config) return null;
	try {
		const { value } = parseYaml(decodeText(config.bytes, "config.yaml"), "config.yaml");
		const skills = configSchema.parse(value).agent_card?.skills;
		if (!skills) return null;
		return skills.map((skill) => typeof skill === "string" ? [skill] : [
			skill.name,
			skill.id,
			"(without a name)"
		].filter((name) => name !== void 0));
	} catch (caught) {
		if (caught instanceof IdentikitError || caught instanceof ZodError) return null;
		throw caught;
	}
}
export { declaredPrompts, promptPlaces, reportSkills, wholePrompt };
