import { existsSync } from "node:fs";
import { describe, test } from "vitest";

/** What a real forge is made of: programs that somebody built, and a clone of the checkout action. */
export interface ForgePrograms {
  readonly gitea: string;
  /** Where Gitea's templates and options are: its source tree. */
  readonly giteaRoot: string;
  readonly runner: string;
  /** A git directory with the action that workflows check out with. */
  readonly checkout: string;
}

const variables = {
  gitea: "GITEA_BIN",
  giteaRoot: "GITEA_ROOT",
  runner: "RUNNER_BIN",
  checkout: "CHECKOUT_REPO",
} as const;

/**
 * A `describe` for tests of a real forge. Skipped, with the reason, where its programs are not named: CI cannot get their sources, so
 * this is the one missing service that is no failure there. A name that is wrong fails.
 */
export function requiresForge(): (name: string, tests: (programs: ForgePrograms) => void) => void {
  const entries = Object.entries(variables).map(([key, variable]) => [key, process.env[variable] ?? ""]);
  const missing = Object.values(variables).filter((variable) => !process.env[variable]);
  const wrong = entries.filter(([, path = ""]) => !existsSync(path)).map(([key]) => key);
  return (name, tests) => {
    if (missing.length > 0) return test.skip(`${name} (needs ${missing.join(", ")})`, () => undefined);
    if (wrong.length > 0) throw new Error(`not there: ${wrong.join(", ")}`);
    const [gitea = "", giteaRoot = "", runner = "", checkout = ""] = entries.map(([, path = ""]) => path);
    return describe(name, () => tests({ gitea, giteaRoot, runner, checkout }));
  };
}
