import type { SkillSource } from "../agents/readiness/probe-ports.ts";
import { decodeText } from "../document/text.ts";
import { examineYaml } from "../document/yaml.ts";
import { IdentikitError } from "../fault/error.ts";
import { fieldsOf } from "../fault/thrown.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { Findings } from "./findings.ts";
import { checkSkillFile } from "./skill-file.ts";

const mainFile = "SKILL.md";

/** Reads the files of a skill's row by the rules for a template's: what a client needs to find and use it. */
export const skillRows: SkillSource = { examine: examineSkill };

function examineSkill(
  name: string,
  format: Parameters<SkillSource["examine"]>[1],
  files: FileTree,
): ReturnType<SkillSource["examine"]> {
  const main = files.get(mainFile)?.bytes;
  if (!main)
    return {
      problems: [{ message: `there is no ${mainFile}`, remedy: `Add ${mainFile} to the skill ${name}.` }],
    };
  const extra =
    format === "runbook" && files.size > 1 ? [...files].filter(({ path }) => path !== mainFile) : [];
  const found = new Findings();
  checkSkillFile(mainFile, name, main, found);
  const description = descriptionOf(main);
  return {
    ...(description === undefined ? {} : { description }),
    problems: [
      ...found.all.map(({ problem, path, location, remedy }) => ({
        message: `${path}${location?.line === undefined ? "" : `:${location.line}`}: ${problem ?? "it is not well formed"}`,
        remedy,
      })),
      ...extra.slice(0, 1).map(({ path }) => ({
        message: `a runbook is one Markdown file, and ${path} is another`,
        remedy: "Set format: skill, or take the other files away.",
      })),
    ],
  };
}

/** What the frontmatter says of it; a file that is not well formed says nothing. */
function descriptionOf(bytes: Uint8Array): string | undefined {
  try {
    const block = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*\r?$/m.exec(decodeText(bytes, mainFile))?.[1];
    const { description } = fieldsOf(examineYaml(block ?? "", mainFile).document?.value);
    return typeof description === "string" ? description.trim() : undefined;
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}
