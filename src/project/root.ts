import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { settingsFile } from "./settings.ts";

const signs = ["manifest.json", settingsFile];

/**
 * The root of the source-of-truth repository: the directory named, or the nearest one at or above `cwd` that has a
 * `manifest.json` or an `identikit.yaml`.
 * @throws {IdentikitError} `SSOT_MISSING`
 */
export function findRoot(cwd: string, named?: string): string {
  if (named !== undefined) return checkRoot(resolve(cwd, named));
  for (let at = resolve(cwd); ; at = dirname(at)) {
    if (isRoot(at)) return at;
    if (dirname(at) === at)
      throw missing(`no manifest.json or ${settingsFile} in ${resolve(cwd)} or above it`);
  }
}

function checkRoot(root: string): string {
  if (!existsSync(root)) throw missing(`${root} does not exist`);
  if (!isRoot(root)) throw missing(`${root} has neither manifest.json nor ${settingsFile}`);
  return root;
}

function isRoot(directory: string): boolean {
  return signs.some((sign) => existsSync(join(directory, sign)));
}

function missing(problem: string): IdentikitError {
  return new IdentikitError("SSOT_MISSING", problem, {
    remedy: "Run inside the source-of-truth repository, or name it with --root.",
  });
}
