import type { Settings } from "../project/settings-schema.ts";

const mebibyte = 1024 * 1024;

/** How large what a template holds may be. */
export interface Limits {
  /** Bytes of all assets together. */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** Bytes of a skill's files together. */
  readonly maxSkillBytes: number;
  /** Characters of the whole prompt. */
  readonly maxPromptLength: number;
}

/** The limits that the settings have, in the units in which they are compared. */
export function limitsOf({ limits }: Pick<Settings, "limits">): Limits {
  return {
    maxBytes: limits.assetsMiB * mebibyte,
    maxEntries: limits.entries,
    maxSkillBytes: limits.skillMiB * mebibyte,
    maxPromptLength: limits.promptKiB * 1024,
  };
}
