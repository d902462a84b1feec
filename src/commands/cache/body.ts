import { cacheRootOf } from "../../cache/cache-root.ts";
import { clearCaches, surveyCaches } from "../../cache/survey.ts";
import { IdentikitError } from "../../fault/error.ts";
import { count, mebibytes } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import type { CacheCommandOptions } from "./cache.ts";

export async function run(context: CommandContext, { clear }: CacheCommandOptions): Promise<CommandResult> {
  const root = cacheRootOf(context.env);
  if (root === undefined) throw nowhere();
  const caches = surveyCaches(root);
  if (clear) clearCaches(root);
  const entries = caches.reduce((sum, { entries: each }) => sum + each, 0);
  const lines = caches.map(
    ({ kind, entries: held, bytes, maxBytes }) =>
      `${kind}: ${count(held, "file")}, ${mebibytes(bytes)} of at most ${mebibytes(maxBytes)}`,
  );
  return {
    outputs: { path: root, cleared: clear, caches: caches.map((each) => ({ ...each })) },
    account: clear ? [`removed ${count(entries, "file")} from ${root}`] : [root, ...lines],
    changed: clear && entries > 0,
  };
}

function nowhere(): IdentikitError {
  return new IdentikitError(
    "USAGE",
    "there is no place for a cache: neither XDG_CACHE_HOME nor HOME is set",
    {
      remedy: "Set HOME, or XDG_CACHE_HOME to an absolute path; without them nothing is cached.",
    },
  );
}
