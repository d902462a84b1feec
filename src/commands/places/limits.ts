import type { RowLimits } from "../../config/rows/row-limits.ts";
import type { Settings } from "../../project/settings-schema.ts";
import type { SourceLimits } from "../../template/source.ts";

const mebibyte = 1024 * 1024;

/** How much of a template is read at most, as the settings have it. */
export function sourceLimitsOf({ limits }: Pick<Settings, "limits">): SourceLimits {
  return {
    maxBytes: limits.assetsMiB * mebibyte,
    maxArchiveBytes: limits.archiveMiB * mebibyte,
    maxEntries: limits.entries,
    timeoutMs: limits.seconds * 1000,
  };
}

/** How large a skill and a prompt of a template may be, as the settings have it. */
export function rowLimitsOf({ limits }: Pick<Settings, "limits">): RowLimits {
  return { maxSkillBytes: limits.skillMiB * mebibyte, maxPromptLength: limits.promptKiB * 1024 };
}
