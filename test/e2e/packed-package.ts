import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { house } from "../architecture/rooms.ts";
import { PackageServer } from "./package-server.ts";

const lockFile = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});

/** This package as npm publishes it, installed into an empty project. */
export interface PackedPackage {
  /** A `node_modules` with the package and what it depends on, and nothing else. */
  readonly nodeModules: string;
  /** The names of what it depends on, at any depth, and whether each runs a script at its installation. */
  readonly dependencies: ReadonlyMap<string, boolean>;
  /** What npm said while it installed, warnings included. */
  readonly said: string;
}

/**
 * Packs this package with the types of its sources, and lets npm install the tarball into an empty project, from a registry
 * that has the packages that are here.
 * @param directory an empty one
 */
export async function installPacked(directory: string): Promise<PackedPackage> {
  const source = join(directory, "source");
  const project = join(directory, "project");
  for (const each of [source, project]) mkdirSync(each);
  for (const name of ["package.json", "LICENSE", "README.md", "dist", "schemas", "actions"])
    cpSync(join(house, name), join(source, name), { recursive: true });
  const tsc = join(house, "node_modules/.bin/tsc");
  execFileSync(tsc, ["-p", join(house, "tsconfig.types.json"), "--outDir", join(source, "types")]);
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", directory], {
    cwd: source,
  });
  const { version } = z.object({ version: z.string() }).parse(read(join(house, "package.json")));
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  await using registry = await PackageServer.start(house);
  const { stdout, stderr } = await promisify(execFile)(
    "npm",
    ["install", "--loglevel=warn", "--no-audit", "--no-fund", join(directory, `identikit-${version}.tgz`)],
    {
      cwd: project,
      // Settings of the machine and of an npm that started this test are no part of an empty project.
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        npm_config_registry: registry.url,
        npm_config_update_notifier: "false",
      },
    },
  );
  const { packages } = lockFile.parse(read(join(project, "package-lock.json")));
  const others = Object.entries(packages).flatMap(([path, { hasInstallScript = false }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return path === "" || name === "identikit" ? [] : [[name, hasInstallScript] as const];
  });
  return {
    nodeModules: join(project, "node_modules"),
    dependencies: new Map(others),
    said: stdout + stderr,
  };
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
