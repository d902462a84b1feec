import { stringify } from "yaml";
import type { z } from "zod/mini";
import type { Action } from "../src/actions/frame/action.ts";
import { inputsOf } from "../src/actions/frame/inputs.ts";
import { kebab } from "../src/commands/options/kebab.ts";
import { optionMeta } from "../src/commands/options/option.ts";

/** One row of an action's input table. */
export interface InputRow {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly initial: string | undefined;
}

/** An action's inputs, read off its schema. */
export function inputRows(action: Action): InputRow[] {
  const supplied = new Set([
    ...Object.keys(action.runnerDefaults?.({}) ?? {}),
    ...(action.around?.flatMap(({ supplies = [] }) => supplies) ?? []),
  ]);
  return Object.entries(inputsOf(action).shape).map(([key, option]) => {
    const schema = option as z.ZodMiniType;
    const meta = optionMeta.get(schema);
    if (!meta) throw new TypeError(`${action.name}: input ${key} has no description`);
    const initial = meta.expression ?? action.defaults?.[key] ?? initialOf(schema);
    const given = initial !== undefined || supplied.has(key) || schema.safeParse(undefined).success;
    const several = meta.kind === "list" ? " One a line." : "";
    return { name: kebab(key), description: meta.description + several, required: !given, initial };
  });
}

function initialOf(schema: z.ZodMiniType): string | undefined {
  const initial = schema.safeParse(undefined).data;
  return initial === undefined || (Array.isArray(initial) && initial.length === 0)
    ? undefined
    : String(initial);
}

/** The text of `action.yml`. */
export function actionYml(action: Action): string {
  const inputs = inputRows(action).map(({ name, description, required, initial }) => [
    name,
    { description, required, ...(initial === undefined ? {} : { default: initial }) },
  ]);
  const outputs = Object.entries(action.outputs).map(([name, description]) => [name, { description }]);
  const document = {
    name: `Identikit ${action.name}`,
    description: action.description,
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    runs: { using: "node24", main: `../../dist/${action.name}.js` },
    branding: { icon: "user-check", color: "blue" },
  };
  return `# Generated from src/actions/${action.name}.ts by \`npm run generate\`.\n${stringify(document, { lineWidth: 110 })}`;
}
