import type { Action } from "../src/actions/frame/action.ts";
import { inputRows } from "./action-yml.ts";

/** As the formatter has it. */
const lineWidth = 110;

/**
 * The module with what `validate` knows of the actions: their inputs and outputs by name, without the modules that declare them,
 * which would load every command.
 */
export function actionInterfaces(actions: readonly Action[]): string {
  const members = actions.map((action) => {
    const rows = inputRows(action);
    const lines = [
      member(
        "inputs",
        rows.map(({ name }) => name),
      ),
      member(
        "required",
        rows.filter(({ required }) => required).map(({ name }) => name),
      ),
      // Further outputs of such an action have the user's own names.
      member("outputs", [...Object.keys(action.outputs), ...(action.namedByUser ? ["*"] : [])]),
    ];
    const key = /^\w+$/.test(action.name) ? action.name : JSON.stringify(action.name);
    return [`  ${key}: {`, ...lines, "  },"].join("\n");
  });
  return [
    "// Generated from src/actions by `npm run generate`.",
    "/** What an action takes and gives: names with a space between them. */",
    "export interface ActionNames {",
    "  readonly inputs: string;",
    "  readonly required: string;",
    "  /** `*` among them stands for names that a user gives. */",
    "  readonly outputs: string;",
    "}",
    "",
    "/** The inputs and outputs of every action. */",
    "export const actionInterfaces: Readonly<Record<string, ActionNames>> = {",
    ...members,
    "};",
    "",
  ].join("\n");
}

function member(key: string, names: readonly string[]): string {
  const value = `${JSON.stringify(names.join(" "))},`;
  const line = `    ${key}: ${value}`;
  return line.length <= lineWidth ? line : `    ${key}:\n      ${value}`;
}
