import type { SourceDocument } from "../../document/document.ts";
import { brokenLine, decodeText } from "../../document/text.ts";
import type { FileTree, TreeFile } from "../../tree/file-tree.ts";
import { ProblemList } from "./problem.ts";
import {
  type DeclaredPrompt,
  declaredIn,
  promptDirectory,
  promptPlaces,
  wholePrompt,
} from "./prompt-files.ts";
import { plainTextOf, whyNoPrompt } from "./text-file.ts";

/** One file of a prompt. */
export interface PromptPart {
  /** Relative to the template's root. */
  readonly path: string;
  readonly text: string;
}

/** A template's prompt, part by part in the order in which an agent reads them. */
export interface TemplatePrompt {
  /** What decided which files it is made of. */
  readonly by: "prompt_files" | "system-prompt.md" | "prompts/" | "nothing";
  readonly parts: readonly PromptPart[];
}

/**
 * The prompt of a template, with what is wrong with it: see `choosePrompt`; and each file below `prompts/` with the name of a text
 * that is none, whether the prompt is made of it or not.
 * @param config `config.yaml`, if it is there and could be read
 */
export function readPrompt(
  tree: FileTree,
  config: SourceDocument | undefined,
): { readonly prompt: TemplatePrompt } & Pick<ProblemList, "problems"> {
  const { prompt, problems } = choosePrompt(tree, config);
  const list = new ProblemList();
  // Told at the line that names them.
  const named = new Set((config ? declaredSafely(config) : []).flatMap(({ name }) => promptPlaces(name)));
  for (const file of tree) {
    if (!file.path.startsWith(promptDirectory) || named.has(file.path)) continue;
    if (whyNoPrompt(file) === undefined && plainTextOf(file.bytes) === undefined)
      list.of(
        file.path,
        {
          code: "PROMPT_FILE_BINARY",
          severity: "error",
          problem: "is not UTF-8 text",
          remedy: "Save the file as UTF-8, or give it another ending where it is no prompt.",
        },
        brokenLine(file.bytes),
      );
  }
  return { prompt, problems: [...problems, ...list.problems] };
}

/**
 * The prompt of a template: the files that `config.yaml` names in `prompt_files`, in that order; else `system-prompt.md`; else the
 * text files below `prompts/` in byte order of their paths.
 */
function choosePrompt(
  tree: FileTree,
  config: SourceDocument | undefined,
): { readonly prompt: TemplatePrompt } & Pick<ProblemList, "problems"> {
  const list = new ProblemList();
  const declared = config ? declaredSafely(config) : [];
  if (config && declared.length > 0) {
    const parts = declared.flatMap((each, index) => declaredPart(tree, each, { config, index, list }));
    const seen = new Set<string>();
    for (const [index, { path }] of parts.entries()) {
      if (seen.has(path))
        list.at(config, ["prompt_files", index], {
          code: "PROMPT_FILE_TWICE",
          severity: "warning",
          problem: `${path} is in the list already`,
          remedy: "Remove one of the two entries.",
        });
      seen.add(path);
    }
    return { prompt: { by: "prompt_files", parts }, problems: list.problems };
  }
  const whole = tree.get(wholePrompt);
  if (whole) {
    const text = usable(whole, list);
    const parts = text === undefined ? [] : [{ path: wholePrompt, text }];
    return { prompt: { by: "system-prompt.md", parts }, problems: list.problems };
  }
  const parts = [...tree].flatMap((file) => {
    if (!file.path.startsWith(promptDirectory) || whyNoPrompt(file) !== undefined) return [];
    const text = plainTextOf(file.bytes) ?? "";
    return text.trim() === "" ? [] : [{ path: file.path, text }];
  });
  return { prompt: { by: parts.length > 0 ? "prompts/" : "nothing", parts }, problems: list.problems };
}

/** A list that is malformed is a problem of the config's shape, and told there. */
function declaredSafely(config: SourceDocument): readonly DeclaredPrompt[] {
  try {
    return declaredIn(config);
  } catch {
    return [];
  }
}

function declaredPart(
  tree: FileTree,
  { name }: DeclaredPrompt,
  { config, index, list }: { config: SourceDocument; index: number; list: ProblemList },
): PromptPart[] {
  const found = promptPlaces(name).flatMap((place) => tree.get(place) ?? [])[0];
  const at = ["prompt_files", index];
  if (!found) {
    const [root, below] = promptPlaces(name);
    const others = [...tree].map(({ path }) => path).filter((path) => /\.(?:md|txt)$/.test(path));
    list.at(config, at, {
      code: "PROMPT_FILE_MISSING",
      severity: "error",
      problem: `${JSON.stringify(name)} is missing (looked for ${root} and ${below})`,
      allowed: others,
      given: root ?? name,
      remedy: "Add the file to the template, or fix its name in prompt_files.",
    });
    return [];
  }
  const text = plainTextOf(found.bytes);
  if (text === undefined || text.trim() === "") {
    const isEmpty = text !== undefined;
    list.at(config, at, {
      code: isEmpty ? "PROMPT_FILE_EMPTY" : "PROMPT_FILE_BINARY",
      severity: "error",
      problem: `${found.path} ${isEmpty ? "is empty" : "is not UTF-8 text"}`,
      remedy: isEmpty ? "Write it, or remove it from prompt_files." : "Save the file as UTF-8 text.",
    });
    return [];
  }
  return [{ path: found.path, text }];
}

function usable({ path, bytes }: TreeFile, list: ProblemList): string | undefined {
  const text = plainTextOf(bytes);
  if (text !== undefined && text.trim() !== "") return text;
  const isEmpty = text !== undefined;
  list.of(path, {
    code: isEmpty ? "PROMPT_FILE_EMPTY" : "PROMPT_FILE_BINARY",
    severity: "error",
    problem: isEmpty ? "is empty" : "is not UTF-8 text",
    remedy: isEmpty ? "Write the prompt, or remove the file." : "Save the file as UTF-8 text.",
  });
  return undefined;
}

/** The prompt as an agent's one file: a single file as it is, several with a blank line between them. */
export function promptText({ by, parts }: TemplatePrompt): string | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  if (by === "system-prompt.md") return first.text;
  return `${parts.map(({ text }) => text.trimEnd()).join("\n\n")}\n`;
}

/**
 * The prompt as it was read under the first policies: `system-prompt.md`, else every file below `prompts/` in byte order;
 * `prompt_files` has no effect.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for a file that is not UTF-8
 */
export function readFirstPrompt(tree: FileTree, owner: string): TemplatePrompt {
  const whole = tree.get(wholePrompt);
  const files = whole ? [whole] : [...tree.select((path) => path.startsWith(promptDirectory))];
  const parts = files.map(({ path, bytes }) => ({ path, text: decodeText(bytes, `${owner}/${path}`) }));
  return { by: whole ? "system-prompt.md" : parts.length > 0 ? "prompts/" : "nothing", parts };
}
