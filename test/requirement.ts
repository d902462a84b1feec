import { accessSync, constants, globSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, type SuiteFactory, test } from "vitest";

/**
 * A program's path, from where those of the tests' own Go modules are built, from the PATH, and from where Go's, the system administrator's and (on Debian) PostgreSQL's server tools
 * live.
 */
export function programPath(name: string): string | undefined {
  const places = [
    // Before a kubectl of the machine's own, which may be of any age.
    join(import.meta.dirname, "../node_modules/.cache/oracle"),
    ...(process.env.PATH ?? "").split(delimiter),
    join(homedir(), "go/bin"),
    "/usr/sbin",
    "/sbin",
    ...globSync("/usr/lib/postgresql/*/bin").sort().reverse(),
  ];
  return places.map((place) => join(place, name)).find(isExecutable);
}

/**
 * A `describe` for tests that need programs: where one is missing they are skipped, and the report says which; in CI,
 * where nothing may be missing, they fail instead.
 */
export function requires(...programs: readonly string[]): (name: string, tests: SuiteFactory) => void {
  const missing = programs.filter((program) => programPath(program) === undefined);
  return (name, tests) => {
    if (missing.length === 0) describe(name, tests);
    else if (process.env.CI) {
      test(`${name} (needs ${missing.join(", ")})`, () => {
        throw new Error(`not on this machine: ${missing.join(", ")}`);
      });
    } else describe.skip(`${name} (needs ${missing.join(", ")})`, tests);
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
