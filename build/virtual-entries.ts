import { join } from "node:path";
import type { Plugin } from "rolldown";

/** Gives the bundler the entries, by name, which no file holds: `build/<name>.entry.ts`. */
export function virtualEntries(root: string, texts: ReadonlyMap<string, string>): Plugin {
  const byId = new Map([...texts].map(([name, text]) => [join(root, "build", `${name}.entry.ts`), text]));
  return {
    name: "entries",
    resolveId: (source) => {
      const id = join(root, source);
      return byId.has(id) ? id : null;
    },
    load: (id) => byId.get(id) ?? null,
  };
}
