import { IdentikitError } from "../start/faces.js";
import { ZodError, array, looseObject, string, unknown } from "../vendor/zod.js";
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
const configSchema = looseObject({ agent_card: looseObject({ skills: array(unknown()).optional() }).optional() });
/** Compares `agent_card.skills` of `config.yaml` with the skills among the assets. */
function reportSkills(tree) {
	const delivered = [...tree].filter(({ path }) => /^agent-skills\/[^/]+\/SKILL\.md$/.test(path)).length;
	const listed = listedSkills(tree);
	return {
		delivered,
		listed,
		warning: delivered > 0 && !listed ? `agent_card.skills in config.yaml ${listed === null ? "cannot be found" : "is empty"}, but ${delivered} skills were delivered` : null
	};
}
function listedSkills(tree) {
	const config = tree.get("config.yaml");
	if (!config) return null;
	try {
		const { value } = parseYaml(decodeText(config.bytes, "config.yaml"), "config.yaml");
		return configSchema.parse(value).agent_card?.skills?.length ?? null;
	} catch (caught) {
		if (caught instanceof IdentikitError || caught instanceof ZodError) return null;
		throw caught;
	}
}
export { declaredPrompts, promptPlaces, reportSkills, wholePrompt };
