import { engineChoices, isSamePlatform } from "./platform.ts";
import { platformMissing } from "./platform-missing.ts";
import type { Platform } from "./store.ts";

/**
 * Which of an index's images a platform means: every one that some engine takes for it, or only those that are its own,
 * which is for a caller that makes images for it.
 */
export type PlatformChoice = "engines" | "own";

/**
 * The entries that platforms mean, each once; all where no platform is named. One without a platform counts for all.
 * @param place for messages
 * @throws {IdentikitError} `PLATFORM_MISSING`
 */
export function choosePlatforms<Entry extends { readonly platform?: Platform }>(
  entries: readonly Entry[],
  platforms: readonly Platform[],
  choice: PlatformChoice,
  place: string,
): readonly Entry[] {
  if (platforms.length === 0) return entries;
  const chosen = platforms.flatMap((wanted) => {
    const matching =
      choice === "engines"
        ? engineChoices(wanted, entries)
        : entries.filter(({ platform }) => !platform || isSamePlatform(wanted, platform));
    if (matching.length > 0) return matching;
    throw platformMissing(
      place,
      wanted,
      entries.flatMap(({ platform }) => platform ?? []),
    );
  });
  return [...new Set(chosen)];
}
