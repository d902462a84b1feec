import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { house } from "../architecture/rooms.ts";

const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  scripts: z.record(z.string(), z.string()).default({}),
});

/** This package as npm publishes it, and the packages that npm puts beside it. */
export interface PackedPackage {
  /** A `node_modules` with the package and what it depends on, and nothing else. */
  readonly nodeModules: string;
  /** The names of what it depends on, at any depth, each with the scripts that an installation would run. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/**
 * Packs this package with the types of its sources, and installs it as npm does, from the packages that are here.
 * @param directory an empty one
 */
export function installPacked(directory: string): PackedPackage {
  const source = join(directory, "source");
  mkdirSync(source);
  for (const name of ["package.json", "LICENSE", "README.md", "dist", "schemas", "actions"])
    cpSync(join(house, name), join(source, name), { recursive: true });
  const tsc = join(house, "node_modules/.bin/tsc");
  execFileSync(tsc, ["-p", join(house, "tsconfig.types.json"), "--outDir", join(source, "types")]);
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent"], { cwd: source });
  const nodeModules = join(directory, "node_modules");
  const target = join(nodeModules, "identikit");
  mkdirSync(target, { recursive: true });
  const { version } = z.object({ version: z.string() }).parse(read(join(house, "package.json")));
  execFileSync("tar", [
    "-xzf",
    join(source, `identikit-${version}.tgz`),
    "--strip-components=1",
    "-C",
    target,
  ]);
  const dependencies = new Map<string, string[]>();
  const wanted = Object.keys(packageFile.parse(read(join(target, "package.json"))).dependencies);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (dependencies.has(name)) continue;
    const from = join(house, "node_modules", name);
    const { dependencies: more, scripts } = packageFile.parse(read(join(from, "package.json")));
    dependencies.set(
      name,
      ["preinstall", "install", "postinstall"].filter((script) => script in scripts),
    );
    cpSync(from, join(nodeModules, name), { recursive: true, dereference: true });
    wanted.push(...Object.keys(more));
  }
  return { nodeModules, dependencies };
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
