import type { SourceDocument } from "../document/document.ts";
import { decodeText } from "../document/text.ts";
import { asFault } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import { isRecord } from "../fault/thrown.ts";
import { promptPlaces, wholePrompt } from "../template/prompt-sources.ts";
import type { Findings } from "./findings.ts";
import { textsIn } from "./loose.ts";
import type { TemplateFiles, TemplatePlace } from "./template-files.ts";

/** Checks that a template has a prompt, and that what `prompt_files` names is there, has content and is text. */
export function checkPrompts(
  place: TemplatePlace,
  files: TemplateFiles,
  config: SourceDocument | undefined,
  findings: Findings,
): void {
  const declared = textsIn(isRecord(config?.value) ? config.value.prompt_files : undefined);
  const seen = new Set<string>();
  for (const [index, name] of config ? declared : []) {
    const [root = name, below] = promptPlaces(name);
    const path = [root, below].find(
      (candidate) => candidate !== undefined && files.paths.includes(candidate),
    );
    const at = ["prompt_files", index];
    if (config && path === undefined) {
      const known = files.paths.filter((other) => /\.(?:md|txt)$/.test(other));
      const problem = `${JSON.stringify(name)} is missing (looked for ${root} and ${below})${suggestion(root, known)}`;
      const remedy = "Add the file to the template, or fix its name in prompt_files.";
      findings.in(config, at, { code: "PROMPT_FILE_MISSING", problem, remedy, expected: known.join(", ") });
    } else if (config && path !== undefined && seen.has(path)) {
      const remedy = "Remove one of the two entries.";
      findings.in(config, at, {
        code: "PROMPT_FILE_TWICE",
        severity: "warning",
        problem: `${path} is in the list already`,
        remedy,
      });
    } else if (path !== undefined) {
      seen.add(path);
      checkContent(place, path, files, findings);
    }
  }
  if (declared.length > 0) return;
  const whole = files.paths.includes(wholePrompt) ? [wholePrompt] : [];
  const parts = whole.length > 0 ? whole : files.paths.filter((path) => path.startsWith("prompts/"));
  for (const path of parts) checkContent(place, path, files, findings);
  if (parts.length > 0) return;
  const problem = "the template has no prompt: no prompt_files, no system-prompt.md, nothing below prompts/";
  const remedy = "Write the prompt into prompts/NAME.md.";
  findings.at(
    `${place.prefix}config.yaml`,
    {},
    { code: "PROMPT_MISSING", severity: "warning", problem, remedy },
  );
}

function checkContent(
  place: TemplatePlace,
  path: string,
  { assets }: TemplateFiles,
  findings: Findings,
): void {
  const bytes = assets.get(path);
  if (!bytes) return;
  const file = place.prefix + path;
  try {
    if (decodeText(bytes, file).trim() !== "") return;
    findings.at(
      file,
      {},
      { code: "PROMPT_FILE_EMPTY", problem: "the prompt is empty", remedy: "Write it, or remove the file." },
    );
  } catch (caught) {
    findings.fault(asFault(caught), file);
  }
}
