import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory } from "../scratch.ts";

/** What came of a step, as a runner sees it. */
export interface Step {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: string;
  readonly summary: string;
}

/**
 * Runs an action in a process of its own with the variables that a runner sets.
 * @param action the name of an action of the product, which runs as it is built; or the path of a module of the tests that has one
 */
export function runStep(
  action: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<Step> {
  const directory = scratchDirectory();
  const [output, summary] = [join(directory, "output"), join(directory, "summary")];
  for (const file of [output, summary]) writeFileSync(file, "");
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const child = spawn(process.execPath, programOf(action), {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      GITHUB_WORKSPACE: directory,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(given),
      ...env,
    },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      resolve({ code, log, outputs: readFileSync(output, "utf8"), summary: readFileSync(summary, "utf8") });
    });
  });
}

function programOf(action: string): readonly string[] {
  if (!action.endsWith(".ts")) return [join(house, `dist/${action}.js`)];
  const urlOf = (path: string): string => JSON.stringify(pathToFileURL(join(house, path)).href);
  const script = `const [{ runAction }, { action }] = await Promise.all([
    import(${urlOf("src/actions/frame/run-action.ts")}), import(${urlOf(action)})]); await runAction(action);`;
  return ["--input-type=module", "--eval", script];
}
