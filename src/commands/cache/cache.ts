import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { count, mebibytes } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";

export const cache = defineCommand({
  name: "cache",
  summary: "Show what is kept on this machine to save time, or clear it.",
  example: "identikit cache --clear",
  options: z.object({ clear: flag("Remove everything that is cached, and the key that vouches for it.") }),
  async run(context, { clear }): Promise<CommandResult> {
    const { cacheRootOf } = await import("../../cache/cache-root.ts");
    const { clearCaches, surveyCaches } = await import("../../cache/survey.ts");
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
  },
});

function nowhere(): IdentikitError {
  return new IdentikitError(
    "USAGE",
    "there is no place for a cache: neither XDG_CACHE_HOME nor HOME is set",
    {
      remedy: "Set HOME, or XDG_CACHE_HOME to an absolute path; without them nothing is cached.",
    },
  );
}
