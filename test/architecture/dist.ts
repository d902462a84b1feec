import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join, posix } from "node:path";
import { house } from "./rooms.ts";

/** The files of a `dist/` by their path in it. */
export type Dist = ReadonlyMap<string, string>;

/** A copy of what `dist/` is built from, at another place. */
export function copySources(to: string): string {
  mkdirSync(to, { recursive: true });
  for (const name of ["src", "build", "package.json", "tsconfig.json", "tsconfig.client.json"])
    cpSync(join(house, name), join(to, name), { recursive: true });
  symlinkSync(join(house, "node_modules"), join(to, "node_modules"));
  return to;
}

/** Builds `dist/` with the repository's own command. */
export function build(root: string): Dist {
  execFileSync(process.execPath, ["build/bundle.ts"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  return readDist(join(root, "dist"));
}

export function readDist(directory: string): Dist {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(directory, name)).isFile());
  return new Map(files.sort().map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** The files that loading one loads at once, itself included. */
export function loadedWith(dist: Dist, name: string): Set<string> {
  const seen = new Set<string>();
  const open = [name];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    open.push(...importsOf(dist, file));
  }
  return seen;
}

/** The files that a file imports; those that it loads when it needs them are not among them. */
export function importsOf(dist: Dist, name: string): string[] {
  const text = dist.get(name) ?? "";
  const statements = text.matchAll(
    /(?:^|[;}\n])(?:import|export)\s*(?:[\w$*{][^"';()]*?from\s*)?"(\.[^"]+)"/g,
  );
  return [...statements].map(([, specifier = ""]) => posix.join(posix.dirname(name), specifier));
}
