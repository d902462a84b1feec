import type { Place, SourceDocument } from "../document/document.ts";
import { decodeText } from "../document/text.ts";
import { examineYaml } from "../document/yaml.ts";
import { asFault } from "../fault/error.ts";
import { isRecord } from "../fault/thrown.ts";
import type { Findings } from "./findings.ts";

/** The lines of `SKILL.md` before its frontmatter: the first `---`. */
const linesBefore = 1;

/**
 * Checks the frontmatter of a `SKILL.md`, by which a client finds the skill: `name` is the directory's, `description` is there.
 * @param file how findings name it
 * @param name the skill's directory
 */
export function checkSkillFile(file: string, name: string, bytes: Uint8Array, findings: Findings): void {
  const wrong = (place: Partial<Place>, problem: string, remedy: string) =>
    findings.at(file, place, { code: "SKILL_INVALID", problem, remedy });
  const text = textOf(file, bytes, findings);
  if (text === undefined) return;
  const block = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*\r?$/m.exec(text);
  if (block?.index !== 0 || block[1] === undefined) {
    const remedy = `Begin the file with: ---, name: ${name}, description: when to use the skill, and --- again, a line each.`;
    wrong({ line: 1 }, "the file does not begin with frontmatter", remedy);
    return;
  }
  const { document, problems } = examineYaml(block[1], file);
  for (const { problem, remedy, line, column } of problems)
    wrong({ line: line + linesBefore, column }, problem, remedy);
  if (document && problems.length === 0) checkKeys(document, name, wrong);
}

function checkKeys(
  document: SourceDocument,
  name: string,
  wrong: (place: Partial<Place>, problem: string, remedy: string) => void,
): void {
  const value = isRecord(document.value) ? document.value : {};
  const at = (key: string): Place => {
    const { line, column } = document.placeOf([key], "value");
    return { line: line + linesBefore, column };
  };
  if (value.name === undefined) wrong({ line: 1 }, "the frontmatter has no name", `Add: name: ${name}`);
  else if (value.name !== name) {
    const problem = `the name is ${JSON.stringify(value.name)}, but the directory is called ${JSON.stringify(name)}`;
    wrong(at("name"), problem, `Write name: ${name}, or rename the directory.`);
  }
  if (typeof value.description === "string" && value.description.trim() !== "") return;
  const place = value.description === undefined ? { line: 1 } : at("description");
  wrong(
    place,
    "the frontmatter has no description",
    "Say in a sentence or two when an agent is to use the skill.",
  );
}

function textOf(file: string, bytes: Uint8Array, findings: Findings): string | undefined {
  try {
    return decodeText(bytes, file);
  } catch (caught) {
    findings.fault(asFault(caught), file);
    return undefined;
  }
}
