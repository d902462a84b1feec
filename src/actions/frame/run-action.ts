import { posix } from "node:path";
import type { z } from "zod";
import { type CommandResult, exitCodeOf, type Output } from "../../commands/command.ts";
import { kebab } from "../../commands/options/kebab.ts";
import { parseOptions } from "../../commands/options/raw-options.ts";
import { asFault, type IdentikitError } from "../../fault/error.ts";
import { showsAnnotations } from "../../host/host.ts";
import type { Context } from "../../runtime/context.ts";
import { openRunner, type Runner } from "../../runtime/runner.ts";
import { type Action, type Around, camel, type Outcome } from "./action.ts";
import { readInputs } from "./inputs.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Outputs = Readonly<Record<string, Output | undefined>>;

/** What an action does around its command, with the inputs that the workflow gave for it. */
interface Step {
  readonly around: Around;
  readonly inputs: Inputs;
}

/** Parse, run, report: what every action does, in one frame. */
export async function runAction(action: Action): Promise<void> {
  using runner = openRunner();
  try {
    const steps = (action.around ?? []).map((around) => ({
      around,
      inputs: parse(around.inputs, action, runner),
    }));
    const context = steps.reduce(
      (equipped, { around, inputs }) => around.equip?.(equipped, inputs) ?? equipped,
      runner.context,
    );
    const outcome = await runCommand(action, steps, context, runner);
    const after = await Promise.allSettled(
      steps.map(async ({ around, inputs }) => around.after?.(context, inputs, outcome)),
    );
    const more = after.map((settled) => (settled.status === "fulfilled" ? settled.value : {}));
    // What the command came to is told first, also where telling others of it failed.
    await tell(action, outcome, Object.assign({}, ...more), runner);
    for (const settled of after) if (settled.status === "rejected") fail(asFault(settled.reason), runner);
  } catch (caught) {
    fail(asFault(caught), runner);
  }
}

async function tell(action: Action, outcome: Outcome, more: Outputs, runner: Runner): Promise<void> {
  if (outcome.kind === "fault") {
    writeOutputs(action, more, runner);
    fail(outcome.fault, runner);
    const { faultMarkdown } = await import("./telling.ts");
    await runner.summarize(faultMarkdown(action, outcome.fault));
    return;
  }
  const { result } = outcome;
  const { report } = result;
  const verdict = report ? { result: report.verdict, findings: report.findings.length } : {};
  writeOutputs(action, { ...verdict, ...result.outputs, ...more }, runner);
  const { reportResult } = await import("./telling.ts");
  await reportResult(action, result, runner);
  await conclude(result, runner);
}

async function runCommand(
  action: Action,
  steps: readonly Step[],
  context: Context,
  runner: Runner,
): Promise<Outcome> {
  const { command } = action;
  try {
    const defaults = { ...action.runnerDefaults?.(context.env), ...action.defaults };
    let raw = readInputs(command.options, runner.input, defaults);
    for (const { around, inputs } of steps) raw = { ...raw, ...(await around.before?.(context, inputs)) };
    return { kind: "result", result: await command.run(context, parseOptions(command.options, raw, nameOf)) };
  } catch (caught) {
    return { kind: "fault", fault: asFault(caught) };
  }
}

function parse(schema: z.ZodObject, action: Action, runner: Runner): Inputs {
  return parseOptions(schema, readInputs(schema, runner.input, action.defaults), nameOf);
}

function nameOf(key: string): string {
  return `input ${kebab(key)}`;
}

function writeOutputs(action: Action, values: Outputs, runner: Runner): void {
  for (const name of Object.keys(action.outputs)) {
    const value = values[camel(name)];
    if (value === undefined || value === null) continue;
    runner.output(name, typeof value === "string" ? value : JSON.stringify(value));
  }
}

async function conclude(result: CommandResult, runner: Runner): Promise<void> {
  for (const fault of result.faults ?? []) fail(fault, runner);
  if (exitCodeOf(result) !== 0 && (result.faults?.length ?? 0) === 0) {
    const { tally } = await import("../../report/report.ts");
    runner.fail(`${result.report?.verdict}: ${tally(result.report?.findings ?? [])}, listed above`);
  }
}

/** One line; beside the line of the file where the mistake stands, on hosts that show it there. */
function fail({ code, message, remedy, location }: IdentikitError, runner: Runner): void {
  const { file, line } = (showsAnnotations(runner.context.env) && location) || {};
  // A fault names files from the repository's root, the host looks for them from the checkout's.
  const near = file === undefined ? undefined : posix.join(runner.input("root"), file);
  const place = near === undefined ? {} : { file: near, ...(line === undefined ? {} : { startLine: line }) };
  runner.fail(`${code}: ${message}. ${remedy}`, { title: code, ...place });
}
