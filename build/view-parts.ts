import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { RolldownOutput } from "rolldown";
import { reach } from "./modules.ts";

/**
 * The files that a page of each view loads besides its first one, from the table of view loaders as it is written. A page that names them
 * all at its beginning gets them at once: otherwise a browser learns of each only from the file before it.
 * @param table the module of the table
 * @param first the file that every page names as its script
 * @throws {Error} where an entry of the table is written in another form, or loads what was not built
 */
export function viewParts(
  table: string,
  { output }: RolldownOutput,
  first: string,
): Readonly<Record<string, readonly string[]>> {
  const text = readFileSync(table, "utf8");
  const entries = [
    ...text.matchAll(/^ {2}"?([\w-]+)"?: async \(\) => \(await import\("([^"]+)"\)\)\.\w+,$/gm),
  ];
  if (entries.length !== text.split("import(").length - 1)
    throw new Error(`${table}: an entry is not written as the others are.`);
  const chunks = output.filter((one) => one.type === "chunk");
  const imports = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]));
  return Object.fromEntries(
    entries.map(([, view = "", path = ""]) => {
      const id = resolve(dirname(table), path);
      const file = chunks.find(({ moduleIds }) => moduleIds.includes(id))?.fileName;
      if (file === undefined) throw new Error(`${table}: ${path} was not built.`);
      const all = reach([first, file], (one) => imports.get(one) ?? []);
      return [view, [...all].filter((one) => one !== first).sort()];
    }),
  );
}
