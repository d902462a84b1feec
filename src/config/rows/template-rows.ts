import { existsSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { readContents, type TemplateContents, type TemplateForm } from "../../template/contents/contents.ts";
import { problemLine } from "../../template/contents/problem.ts";
import { promptText } from "../../template/contents/prompt.ts";
import { readDirectory } from "../../tree/directory-reader.ts";

/** What a fetched template gives the agents of a type. */
export interface TemplateRows {
  /** The whole prompt, or `undefined` for a template without one. */
  readonly systemPrompt: string | undefined;
  readonly contents: TemplateContents;
}

/**
 * Reads a fetched template.
 * @throws {IdentikitError} `SSOT_MISSING` where the template was not fetched; `TEMPLATE_INVALID` for what its author has to fix;
 * `ENTRY_TYPE`, `FILE_UNREADABLE`; `DOCUMENT_INVALID` for a prompt of the first form that is not UTF-8
 */
export function readTemplateRows(templatesDir: string, template: string, form: TemplateForm): TemplateRows {
  const directory = join(templatesDir, template);
  if (!existsSync(directory)) {
    throw new IdentikitError("SSOT_MISSING", `the template ${template} was not fetched to ${templatesDir}`, {
      remedy: `Run: identikit fetch ${template} --into ${templatesDir}`,
    });
  }
  const tree = readDirectory(directory, {
    keep: (path) => (form === "first" ? firstPaths.test(path) : path !== ".git" && !path.startsWith(".git/")),
  });
  const contents = readContents(tree, directory, form);
  const errors = contents.problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first)
    throw new IdentikitError("TEMPLATE_INVALID", `${template}: ${errors.map(problemLine).join("; ")}`, {
      remedy: first.remedy,
    });
  return { systemPrompt: promptText(contents.prompt), contents };
}

const firstPaths = /^(?:system-prompt\.md|(?:prompts|agent-skills)(?:\/.*)?)$/;
