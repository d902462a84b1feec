import { IdentikitError } from "../../fault/error.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { maxValueBytes } from "../schema/value-rule.ts";
import { skillValue } from "./skill-value.ts";
import type { TemplateRows } from "./template-rows.ts";

/** How large what a template brings into the database may be. */
export interface RowLimits {
  /** Bytes of a skill's files together. */
  readonly maxSkillBytes: number;
  /** Characters of a prompt. */
  readonly maxPromptLength: number;
}

/** 6 MiB for a skill, which is about what fits into a row; a mebi of characters for a prompt. */
export const defaultRowLimits: RowLimits = {
  maxSkillBytes: 6 * 1024 * 1024,
  maxPromptLength: 1024 * 1024,
};

/**
 * Refuses a prompt or a skill over its limit.
 * @throws {IdentikitError} `ROW_INVALID` naming the template and the skill
 */
export function checkRowLimits(
  template: string,
  { systemPrompt, contents: { skills } }: TemplateRows,
  { maxSkillBytes, maxPromptLength }: RowLimits,
): void {
  if (systemPrompt !== undefined && systemPrompt.length > maxPromptLength)
    throw over(
      `the prompt of the template ${template} has ${systemPrompt.length} characters, over the limit of ${maxPromptLength}`,
      "limits.promptKiB",
    );
  for (const [name, files] of skills) {
    const what = `the skill ${name} of the template ${template}`;
    if (files.byteLength > maxSkillBytes)
      throw over(
        `${what} has ${files.byteLength} bytes, over the limit of ${maxSkillBytes}`,
        "limits.skillMiB",
      );
    if (!fitsRow(files))
      throw new IdentikitError("ROW_INVALID", `${what} does not fit into a row of ${maxValueBytes} bytes`, {
        remedy: "Take large binary files out of the skill: they are stored as Base64, a third larger.",
      });
  }
}

/** Most skills are far smaller: only one that may not fit is written out to be measured. */
function fitsRow(files: FileTree): boolean {
  return files.byteLength * 2 < maxValueBytes || Buffer.byteLength(skillValue(files)) <= maxValueBytes;
}

function over(problem: string, setting: string): IdentikitError {
  return new IdentikitError("ROW_INVALID", problem, {
    remedy: `Make it smaller, or raise ${setting} in identikit.yaml.`,
  });
}
