import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** The repository's root. */
export const house: string = join(import.meta.dirname, "../..");

/** Every TypeScript file (.ts, .tsx) under a directory of the repository, relative to its root. */
export function sources(directory: string): string[] {
  const at = join(house, directory);
  return readdirSync(at, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && statSync(join(at, name)).isFile())
    .map((name) => relative(house, join(at, name)));
}

/** A module that a file imports: relative ones resolved to the repository's root, others by name. */
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** Loaded by `import()`, when it is needed. */
  readonly late: boolean;
}

/** Everything that a file imports. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(house, file), "utf8");
  const statements = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm),
    ...text.matchAll(/^import\s+()"([^"]+)"/gm),
  ];
  const late = text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g);
  return [
    ...statements.map(([, type, specifier = ""]) => ({
      specifier: resolved(file, specifier),
      typeOnly: Boolean(type),
      late: false,
    })),
    ...[...late].map(([, specifier = ""]) => ({
      specifier: resolved(file, specifier),
      typeOnly: false,
      late: true,
    })),
  ];
}

/** What a file loads when it needs it. */
export function lateImportsOf(file: string): string[] {
  return importsOf(file).flatMap(({ specifier, late }) => (late ? [specifier] : []));
}

/** What loading some files loads at once, these included; types and what is loaded late are not. */
export function loadedWith(files: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!/\.tsx?$/.test(file)) continue;
    for (const { specifier, typeOnly, late } of importsOf(file)) if (!typeOnly && !late) open.push(specifier);
  }
  return seen;
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
