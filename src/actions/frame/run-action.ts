import type { z } from "zod/mini";
import { runCommand } from "../../commands/command.ts";
import type { CommandContext } from "../../commands/context.ts";
import { kebab } from "../../commands/options/kebab.ts";
import { parseOptions } from "../../commands/options/raw-options.ts";
import { asFault } from "../../fault/error.ts";
import { openRunner, type Runner } from "../../runtime/runner.ts";
import type { Action, Around, Outcome } from "./action.ts";
import { failWith } from "./fail-with.ts";
import { optionsOf, readInputs } from "./inputs.ts";
import { type Outputs, writeOutputs } from "./outputs.ts";
import { tellFault } from "./tell-fault.ts";

type Inputs = Readonly<Record<string, unknown>>;

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
    const context = steps.reduce<CommandContext>(
      (equipped, { around, inputs }) => around.equip?.(equipped, inputs) ?? equipped,
      runner.context,
    );
    let outcome = await outcomeOf(action, steps, context, runner);
    for (const { around, inputs } of steps)
      outcome = (await around.revise?.(context, inputs, outcome)) ?? outcome;
    const after = await Promise.allSettled(
      steps.map(async ({ around, inputs }) => around.after?.(context, inputs, outcome)),
    );
    const more = after.map((settled) => (settled.status === "fulfilled" ? settled.value : {}));
    // What the command came to is told first, also where telling others of it failed.
    await tell(action, outcome, Object.assign({}, ...more), runner);
    for (const settled of after) if (settled.status === "rejected") failWith(asFault(settled.reason), runner);
  } catch (caught) {
    failWith(asFault(caught), runner);
  }
}

async function outcomeOf(
  action: Action,
  steps: readonly Step[],
  context: CommandContext,
  runner: Runner,
): Promise<Outcome> {
  const { command } = action;
  try {
    const defaults = { ...action.runnerDefaults?.(context.env), ...action.defaults };
    let raw = readInputs(optionsOf(action), runner.input, defaults);
    for (const { around, inputs } of steps) raw = { ...raw, ...(await around.before?.(context, inputs)) };
    const options = parseOptions(command.options, raw, nameOf);
    return { kind: "result", result: await runCommand(command, context, options) };
  } catch (caught) {
    return { kind: "fault", fault: asFault(caught) };
  }
}

async function tell(action: Action, outcome: Outcome, more: Outputs, runner: Runner): Promise<void> {
  if (outcome.kind === "fault") {
    writeOutputs(action, more, runner);
    return await tellFault(action, outcome.fault, runner);
  }
  const { result } = outcome;
  const { report } = result;
  const verdict = report ? { result: report.verdict, findings: report.findings.length } : {};
  writeOutputs(action, { ...verdict, ...result.outputs, ...more }, runner);
  for (const [name, value] of Object.entries(action.namedByUser?.(result) ?? {})) runner.output(name, value);
  // Reports in their forms are for actions that came to something: one that refuses its inputs does without them.
  const { tellResult } = await import("./tell-result.ts");
  await tellResult(action, result, runner);
}

function parse(schema: z.ZodMiniObject, action: Action, runner: Runner): Inputs {
  return parseOptions(schema, readInputs(schema, runner.input, action.defaults), nameOf);
}

function nameOf(key: string): string {
  return `input ${kebab(key)}`;
}
