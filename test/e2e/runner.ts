import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, runBundle } from "./identikit.ts";

/** What an action's step came to, read the way a runner reads it. */
export interface StepResult extends Finished {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/**
 * Runs a built action as a runner would: inputs as `INPUT_*`, outputs and summary through the files that
 * `GITHUB_OUTPUT` and `GITHUB_STEP_SUMMARY` name.
 */
export async function runStep(
  action: string,
  inputs: Readonly<Record<string, string>>,
  options: { readonly workspace: string; readonly env?: Readonly<Record<string, string>> },
): Promise<StepResult> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-step-"));
  const [output, summary] = ["output", "summary"].map((name) => join(directory, name)) as [string, string];
  for (const file of [output, summary]) writeFileSync(file, "");
  const given = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
    value,
  ]);
  try {
    const finished = await runBundle(action, [], {
      cwd: options.workspace,
      env: {
        GITHUB_ACTIONS: "true",
        GITHUB_WORKSPACE: options.workspace,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(given),
        ...options.env,
      },
    });
    return {
      ...finished,
      outputs: parseOutputs(readFileSync(output, "utf8")),
      summary: readFileSync(summary, "utf8"),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** `name<<delimiter`, the value's lines, `delimiter`; as the runner's FileCommandManager reads it. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(lines[at] as string) ?? [];
    if (name === undefined) continue;
    const end = lines.indexOf(delimiter as string, at + 1);
    outputs[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return outputs;
}
