import { asFault, type IdentikitError } from "../fault/error.ts";
import { exitCodeOf, type JobResult, type Output } from "../jobs/job.ts";
import { kebab } from "../jobs/kebab.ts";
import { parseOptions } from "../jobs/raw-options.ts";
import { openRunner, type Runner } from "../runtime/runner.ts";
import { type Action, camel } from "./action.ts";
import { readInputs } from "./inputs.ts";

/** Parse, run, report: what every action does, in one frame. */
export async function runAction(action: Action): Promise<void> {
  using runner = openRunner();
  try {
    const raw = readInputs(action.job.options, runner.input, action.defaults);
    const options = parseOptions(action.job.options, raw, (key) => `input ${kebab(key)}`);
    const result = await action.job.run(runner.context, options);
    writeOutputs(action, result, runner);
    const { reportResult } = await import("./report.ts");
    await reportResult(action, result, runner);
    await conclude(result, runner);
  } catch (caught) {
    runner.fail(lineOf(asFault(caught)));
  }
}

function writeOutputs(action: Action, result: JobResult, runner: Runner): void {
  const values: Record<string, Output | undefined> = { result: result.report?.verdict, ...result.outputs };
  for (const name of Object.keys(action.outputs)) {
    const value = values[camel(name)];
    if (value !== undefined) runner.output(name, typeof value === "string" ? value : JSON.stringify(value));
  }
}

async function conclude(result: JobResult, runner: Runner): Promise<void> {
  for (const fault of result.faults ?? []) runner.fail(lineOf(fault));
  if (exitCodeOf(result) !== 0 && (result.faults?.length ?? 0) === 0) {
    const { tally } = await import("../report/report.ts");
    runner.fail(`${result.report?.verdict}: ${tally(result.report?.findings ?? [])}, listed above`);
  }
}

function lineOf(fault: IdentikitError): string {
  return `${fault.code}: ${fault.message}. ${fault.remedy}`;
}
