import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeText } from "../document/text.ts";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { readDirectory } from "../tree/directory-reader.ts";
import type { FileTree } from "../tree/file-tree.ts";

const promptFile = "system-prompt.md";
const promptDirectory = "prompts/";
const skillDirectory = "agent-skills/";

/** What a fetched template gives the agents of a type. */
export interface TemplateRows {
  /** The whole prompt, or `undefined` for a template without one. */
  readonly systemPrompt: string | undefined;
  /** By name. */
  readonly skills: ReadonlyMap<string, FileTree>;
}

/**
 * Reads prompt and skills of a fetched template.
 * @throws {IdentikitError} `SSOT_MISSING` where the template was not fetched; `ENTRY_TYPE`, `FILE_UNREADABLE`,
 * `DOCUMENT_INVALID` for a prompt that is not UTF-8
 */
export function readTemplateRows(templatesDir: string, template: string): TemplateRows {
  const directory = join(templatesDir, template);
  if (!existsSync(directory)) {
    throw new IdentikitError("SSOT_MISSING", `the template ${template} was not fetched to ${templatesDir}`, {
      remedy: `Run: identikit fetch ${template} --into ${templatesDir}`,
    });
  }
  const tree = readDirectory(directory, {
    keep: (path) =>
      [promptFile, "prompts", "agent-skills"].includes(path) ||
      path.startsWith(promptDirectory) ||
      path.startsWith(skillDirectory),
  });
  return { systemPrompt: promptOf(tree, directory), skills: skillsOf(tree.subtree("agent-skills")) };
}

/** `system-prompt.md` where there is one, else the files of `prompts/` in byte order, a blank line between them. */
function promptOf(tree: FileTree, directory: string): string | undefined {
  const whole = tree.get(promptFile);
  const parts = whole ? [whole] : [...tree.select((path) => path.startsWith(promptDirectory))];
  if (parts.length === 0) return undefined;
  const texts = parts.map(({ path, bytes }) => decodeText(bytes, join(directory, path)));
  return whole ? texts[0] : `${texts.map((text) => text.trimEnd()).join("\n\n")}\n`;
}

function skillsOf(tree: FileTree): Map<string, FileTree> {
  const names = new Set(
    [...tree].filter(({ path }) => path.includes("/")).map(({ path }) => certain(path.split("/")[0])),
  );
  return new Map([...names].map((name) => [name, tree.subtree(name)]));
}
