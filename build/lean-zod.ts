import type { Plugin } from "rolldown";

/** What marks a module of the copy. */
export const leanMark = "?lean";

/**
 * Gives the faces a copy of zod of their own, with the few parts of it that `zod/mini` needs for options. Sharing zod's
 * core with what commands at work need of zod would load all of that at every start, which takes as long again.
 */
export function leanZod(): Plugin {
  const isFirst = (source: string) => source === "zod/mini" || source === "zod/locales";
  return {
    name: "lean-zod",
    async resolveId(source, importer) {
      const isInside = importer?.endsWith(leanMark) === true;
      if (!isInside && !isFirst(source)) return null;
      const from = isInside ? importer?.slice(0, -leanMark.length) : importer;
      const found = await this.resolve(source, from, { skipSelf: true });
      return found && { ...found, id: found.id + leanMark };
    },
    load: {
      filter: { id: /\?lean$/ },
      handler: async function (id) {
        return await this.fs.readFile(id.slice(0, -leanMark.length), { encoding: "utf8" });
      },
    },
  };
}
