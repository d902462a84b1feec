import { z } from "zod";
import { parseYaml } from "../document/yaml.ts";

const configSchema = z.looseObject({ prompt_files: z.array(z.string().min(1)).optional() });

/** The file that is a template's whole prompt, where `config.yaml` names none and it is there. */
export const wholePrompt = "system-prompt.md";

/**
 * What a template's `config.yaml` names as prompt, in order, as it is written there; `undefined` where it names nothing.
 * @throws {IdentikitError} `DOCUMENT_INVALID` where the file cannot be read as YAML; a `ZodError` where `prompt_files` is no
 * list of names
 */
export function declaredPrompts(config: string): readonly string[] | undefined {
  return configSchema.nullable().parse(parseYaml(config, "config.yaml").value)?.prompt_files;
}

/** Where a declared prompt may stand: relative to the template's root, else to `prompts/`. */
export function promptPlaces(declared: string): readonly string[] {
  const path = declared.replace(/^(?:\.\/)+/, "");
  return [path, `prompts/${path}`];
}
