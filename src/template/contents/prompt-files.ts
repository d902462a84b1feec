import { z } from "zod";
import type { SourceDocument } from "../../document/document.ts";
import { parseYaml } from "../../document/yaml.ts";
import { IdentikitError } from "../../fault/error.ts";
import { unsafeReason } from "../../tree/path.ts";
import { isAgentOwned } from "../agent-owned.ts";

/** A template's own description. */
export const configFile = "config.yaml";
/** The file that is a template's whole prompt, where `config.yaml` names none and it is there. */
export const wholePrompt = "system-prompt.md";
/** The directory whose files are the prompt, where neither is there. */
export const promptDirectory = "prompts/";

const configSchema = z.looseObject({ prompt_files: z.array(z.string().min(1)).nullish() });

/** One entry of `prompt_files`. */
export interface DeclaredPrompt {
  /** As it is written. */
  readonly name: string;
  /** The 1-based line of `config.yaml`, and the key. */
  readonly line: number;
  readonly key: string;
}

/**
 * What `config.yaml` names in `prompt_files`, in order; empty where it names nothing.
 * @throws {IdentikitError} `DOCUMENT_INVALID` where the file cannot be read as YAML; a `ZodError` where `prompt_files` is not a
 * list of names
 */
export function declaredPrompts(config: string): readonly DeclaredPrompt[] {
  return declaredIn(parseYaml(config, configFile));
}

/** {@link declaredPrompts} of a document that was read already. */
export function declaredIn(document: SourceDocument): readonly DeclaredPrompt[] {
  const names = configSchema.nullable().parse(document.value, { jitless: true })?.prompt_files ?? [];
  return names.map((name, index) => ({
    name,
    line: document.lineOf(["prompt_files", index]),
    key: `prompt_files[${index}]`,
  }));
}

/** Where a declared prompt may stand: relative to the template's root, else to `prompts/`. */
export function promptPlaces(name: string): readonly string[] {
  const path = name.replace(/^(?:\.\/)+/, "");
  return [path, `${promptDirectory}${path}`];
}

/**
 * The files that a policy lets through because `config.yaml` names them.
 * @param owner the template's source, for messages
 * @throws {IdentikitError} `AGENT_OWNED` for a name that belongs to the running agent; `PATH_UNSAFE` for one that leaves the template or
 * is hidden
 */
export function declaredPaths(declared: readonly DeclaredPrompt[], owner: string): string[] {
  return declared.flatMap(({ name, line, key }) => {
    const [path = ""] = promptPlaces(name);
    const at = `${owner}: ${configFile}:${line}: ${key}: ${JSON.stringify(name)}`;
    const location = { file: configFile, line };
    const hidden = path.split("/").some((segment) => segment.startsWith(".") && segment !== "..");
    const reason = unsafeReason(path) ?? (hidden ? "is hidden" : undefined);
    if (reason !== undefined)
      throw new IdentikitError("PATH_UNSAFE", `${at} ${reason}`, {
        remedy: "Name a file of the template, relative to its root or to prompts/.",
        location,
      });
    if (isAgentOwned(path))
      throw new IdentikitError(
        "AGENT_OWNED",
        `${at} belongs to the running agent and cannot be a prompt file`,
        {
          remedy: "Rename the file in the template, and in prompt_files.",
          location,
        },
      );
    return path;
  });
}
