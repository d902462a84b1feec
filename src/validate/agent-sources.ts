import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DocumentPath, SourceDocument } from "../document/document.ts";
import { readText } from "../document/text.ts";
import { asFault } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import type { Manifest } from "../template/manifest.ts";
import { chooseTemplate } from "../template/template-of.ts";
import type { Findings } from "./findings.ts";
import { recordsIn, textIn, textsIn } from "./loose.ts";

const sections = ["types", "agents"] as const;

/** Checks that each file that a type or an agent names as its prompt is there, with text in it. */
export function checkPrompts(root: string, document: SourceDocument, findings: Findings): void {
  for (const section of sections)
    for (const [index, entry] of recordsIn(document.value, section)) {
      const path = [section, index, "prompt"];
      const { prompt } = entry;
      if (typeof prompt === "string") checkPrompt(root, prompt, { document, path, findings });
      for (const [at, each] of textsIn(prompt))
        checkPrompt(root, each, { document, path: [...path, at], findings });
    }
}

function checkPrompt(
  root: string,
  file: string,
  { document, path, findings }: { document: SourceDocument; path: DocumentPath; findings: Findings },
): void {
  // A path that leaves the repository is told by the form of the file.
  if (file.startsWith("/") || file.split("/").includes("..")) return;
  if (!existsSync(resolve(root, file))) {
    const remedy = "Fix the path, which starts at the repository's root, or write the file.";
    findings.in(document, path, { code: "FILE_UNREADABLE", problem: `${file} is not there`, remedy });
    return;
  }
  try {
    if (readText(resolve(root, file), file).trim() !== "") return;
    const remedy = "Write the prompt, or remove the entry.";
    findings.in(document, path, { code: "PROMPT_FILE_EMPTY", problem: `${file} is empty`, remedy });
  } catch (caught) {
    findings.fault(asFault(caught), file);
  }
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
