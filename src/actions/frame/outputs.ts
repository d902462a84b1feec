import type { Output } from "../../commands/result.ts";
import type { Runner } from "../../runtime/runner.ts";
import { type Action, camel } from "./action.ts";

/** Values by camelCase name; an action gives on those that it lists. */
export type Outputs = Readonly<Record<string, Output | undefined>>;

/** Sets an action's outputs for later steps: text as it is, everything else as JSON. */
export function writeOutputs(action: Action, values: Outputs, runner: Runner): void {
  for (const name of Object.keys(action.outputs)) {
    const value = values[camel(name)];
    if (value === undefined || value === null) continue;
    runner.output(name, typeof value === "string" ? value : JSON.stringify(value));
  }
}
