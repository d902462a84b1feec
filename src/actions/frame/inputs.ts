import { z } from "zod/mini";
import { kebab } from "../../commands/options/kebab.ts";
import { optionMeta } from "../../commands/options/option.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Action } from "./action.ts";

/** Everything that an action takes: its command's options and its own inputs. */
export function inputsOf(action: Action): z.ZodMiniObject {
  return (action.around ?? []).reduce<z.ZodMiniObject>(
    (all, { inputs }) => z.extend(all, inputs.shape),
    optionsOf(action),
  );
}

/** The command's options that the action takes. */
export function optionsOf({ command, without = [] }: Action): z.ZodMiniObject {
  return without.length === 0
    ? command.options
    : z.omit(command.options, Object.fromEntries(without.map((key) => [key, true])));
}

/** Reads an action's inputs as the raw options of a schema; inputs that are left out or empty are not in it. */
export function readInputs(
  schema: z.ZodMiniObject,
  input: (name: string) => string,
  defaults: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(schema.shape)) {
    const given = input(kebab(key)) || (defaults[key] ?? "");
    if (given === "") continue;
    const kind = optionMeta.get(option)?.kind;
    raw[key] = kind === "flag" ? booleanOf(kebab(key), given) : kind === "list" ? linesOf(given) : given;
  }
  return raw;
}

/** YAML 1.2's core schema, as the toolkit's own `getBooleanInput`. */
function booleanOf(name: string, given: string): boolean {
  if (["true", "True", "TRUE"].includes(given)) return true;
  if (["false", "False", "FALSE"].includes(given)) return false;
  throw new IdentikitError("USAGE", `input ${name} is ${JSON.stringify(given)}: neither true nor false`, {
    remedy: "Write true or false.",
  });
}

/** One value a line; a single line may hold several, separated by commas. */
function linesOf(given: string): string[] {
  const lines = given.split("\n").map((line) => line.trim());
  const values = lines.length === 1 ? given.split(",").map((value) => value.trim()) : lines;
  return values.filter((value) => value !== "");
}
