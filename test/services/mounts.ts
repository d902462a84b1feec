import { spawnSync } from "node:child_process";
import { describe } from "vitest";
import { requires } from "../requirement.ts";

/** {@link requires} for tests that mount, as an engine does: they need programs, and a user who may. */
export function requiresMounts(...programs: readonly string[]): ReturnType<typeof requires> {
  const mayMount = spawnSync("unshare", ["--mount", "true"]).status === 0;
  if (mayMount || process.env.CI) return requires(...programs);
  return (name, tests) => describe.skip(`${name} (needs to be root, and allowed to mount)`, tests);
}
