import { familyOf, type Modules, reach } from "./modules.ts";

/** What every action starts with: one file of several packages is opened more quickly than several. */
const started = new Set<string | undefined>(["zod-lean", "actions"]);

/**
 * The file of each module that comes from a package, by id: `vendor/pg` has pg with every package that pg alone brings;
 * one that several bring has a file of its own.
 */
export function vendorNames(modules: Modules): Map<string, string> {
  const all = (id: string) => [...modules.imports(id), ...modules.lateImports(id)];
  const bringers = new Map<string, Set<string>>();
  for (const direct of new Set(modules.ids.filter((id) => !familyOf(id)).flatMap(all))) {
    const family = familyOf(direct);
    if (family === undefined) continue;
    for (const id of reach([direct], all)) bringers.set(id, (bringers.get(id) ?? new Set()).add(family));
  }
  const names = [...bringers].flatMap(([id, [bringer, ...others]]): [string, string][] => {
    const family = familyOf(id);
    const name = others.length === 0 ? bringer : family;
    return family ? [[id, `vendor/${started.has(name) ? "faces" : name}`]] : [];
  });
  return new Map(names);
}
