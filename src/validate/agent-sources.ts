import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DocumentPath, SourceDocument } from "../document/document.ts";
import { readText } from "../document/text.ts";
import { asFault } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import type { Manifest } from "../template/manifest.ts";
import { chooseTemplate } from "../template/template-of.ts";
import type { Findings } from "./findings.ts";
import type { Limits } from "./limits.ts";
import { recordsIn, textIn, textsIn } from "./loose.ts";

const sections = ["types", "agents"] as const;

/** Checks that each file that a type or an agent names as its prompt is there, with text in it, and that all together are short enough. */
export function checkPrompts(
  root: string,
  document: SourceDocument,
  { maxPromptLength }: Pick<Limits, "maxPromptLength">,
  findings: Findings,
): void {
  for (const section of sections)
    for (const [index, entry] of recordsIn(document.value, section)) {
      const path = [section, index, "prompt"];
      const { prompt } = entry;
      const texts =
        typeof prompt === "string"
          ? [checkPrompt(root, prompt, { document, path, findings })]
          : textsIn(prompt).map(([at, each]) =>
              checkPrompt(root, each, { document, path: [...path, at], findings }),
            );
      // As they are rendered: a blank line between two, one line feed at the end.
      const length = texts.map((text) => text.trimEnd()).join("\n\n").length + 1;
      if (length <= maxPromptLength) continue;
      const problem = `the prompt has ${length} characters, over the limit of ${maxPromptLength}`;
      const remedy = "Make it shorter, or raise limits.promptKiB in identikit.yaml.";
      findings.in(document, path, { code: "PROMPT_TOO_LONG", problem, remedy });
    }
}

/** @returns the file's text; empty where it cannot be read, which is a finding */
function checkPrompt(
  root: string,
  file: string,
  { document, path, findings }: { document: SourceDocument; path: DocumentPath; findings: Findings },
): string {
  // A path that leaves the repository is told by the form of the file.
  if (file.startsWith("/") || file.split("/").includes("..")) return "";
  if (!existsSync(resolve(root, file))) {
    const remedy = "Fix the path, which starts at the repository's root, or write the file.";
    findings.in(document, path, { code: "FILE_UNREADABLE", problem: `${file} is not there`, remedy });
    return "";
  }
  try {
    const text = readText(resolve(root, file), file);
    if (text.trim() !== "") return text;
    const remedy = "Write the prompt, or remove the entry.";
    findings.in(document, path, { code: "PROMPT_FILE_EMPTY", problem: `${file} is empty`, remedy });
  } catch (caught) {
    findings.fault(asFault(caught), file);
  }
  return "";
}

/**
 * Checks the skills that types and agents choose against those of their templates.
 * @param skills of the templates whose files lie in the repository; of others nothing is known
 */
export function checkChosenSkills(
  document: SourceDocument,
  manifest: Manifest,
  skills: ReadonlyMap<string, readonly string[]>,
  findings: Findings,
): void {
  const ofTypes = new Map<string, string | undefined>();
  for (const [index, type] of recordsIn(document.value, "types")) {
    const template = textIn(type, "template") ?? servedBy(manifest, textIn(type, "runtime"));
    ofTypes.set(textIn(type, "name") ?? "", template);
    checkChoice(["types", index, "skills"], type.skills, template);
  }
  for (const [index, agent] of recordsIn(document.value, "agents")) {
    const template = textIn(agent, "template") ?? ofTypes.get(textIn(agent, "type") ?? "");
    checkChoice(["agents", index, "skills"], agent.skills, template);
  }

  function checkChoice(path: DocumentPath, chosen: unknown, template: string | undefined): void {
    const known = template === undefined ? undefined : skills.get(template);
    if (!known) return;
    for (const [at, written] of textsIn(chosen)) {
      const name = written.replace(/^!/, "");
      if (known.includes(name)) continue;
      const problem = `the template ${template} has no skill ${JSON.stringify(name)}${suggestion(name, known)}`;
      const remedy = known.length > 0 ? "Fix the name, or add the skill." : "Remove the entry.";
      const expected = known.slice(0, 20).join(", ");
      findings.in(document, [...path, at], { code: "DOCUMENT_INVALID", problem, remedy, expected });
    }
  }
}

/** A runtime that nothing serves is told with the runtime. */
function servedBy(manifest: Manifest, runtime: string | undefined): string | undefined {
  if (runtime === undefined) return undefined;
  try {
    const choice = chooseTemplate(manifest, { runtime });
    return choice.kind === "template" ? choice.entry.name : undefined;
  } catch {
    return undefined;
  }
}
