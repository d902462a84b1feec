import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** The repository's root. */
export const house: string = join(import.meta.dirname, "../..");

/** Every TypeScript file under a directory of the repository, relative to its root. */
export function sources(directory: string): string[] {
  const at = join(house, directory);
  return readdirSync(at, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && statSync(join(at, name)).isFile())
    .map((name) => relative(house, join(at, name)));
}

/** The modules that a file imports: relative ones resolved to the repository's root, others by name. */
export function importsOf(file: string): { readonly specifier: string; readonly typeOnly: boolean }[] {
  const text = readFileSync(join(house, file), "utf8");
  const statements = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm),
    ...text.matchAll(/^import\s+()"([^"]+)"/gm),
    ...text.matchAll(/\bimport\(\s*()"([^"]+)"\s*\)/g),
  ];
  return statements.map(([, type, specifier]) => ({
    specifier: resolved(file, specifier as string),
    typeOnly: type !== undefined && type !== "",
  }));
}

function resolved(file: string, specifier: string): string {
  return specifier.startsWith(".") ? relative(house, join(house, file, "..", specifier)) : specifier;
}

/** The room of a file: the folder under `src/`. */
export function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

/** What each room says that it may import, from the line `Imports:` of its README. */
export function allowances(): Map<string, readonly string[]> {
  const rooms = readdirSync(join(house, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return new Map(
    rooms.map(({ name }) => {
      const text = readFileSync(join(house, "src", name, "README.md"), "utf8");
      const line = /^Imports: ([\s\S]*?)\.\s*$/m.exec(text)?.[1];
      if (line === undefined) throw new Error(`src/${name}/README.md has no line "Imports: …."`);
      return [name, [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string)];
    }),
  );
}
