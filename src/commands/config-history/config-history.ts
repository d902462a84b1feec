import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { option, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { editableTables } from "../options/row.ts";

const tables = ["agent_type", "agent", ...editableTables, "secret"] as const;
const bounded = (most: number, standard: number, description: string) =>
  option(z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(most)), standard), {
    kind: "text",
    value: "N",
    description,
  });

const options = declareOptions(() => ({
  entry: positional(
    option(z.optional(z.coerce.number().check(z.int(), z.gte(1))), {
      kind: "text",
      value: "ENTRY",
      description: "Only this entry.",
    }),
  ),
  table: option(z.optional(z.enum(tables)), {
    kind: "text",
    value: tables.join("|"),
    description: "Only changes of rows of this kind.",
  }),
  key: text("KEY", "Only changes of rows with this in their key: a name, an agent, a type, a scope."),
  limit: bounded(10_000, 20, "Show N entries at most, the newest first."),
  changes: bounded(10_000, 20, "Show N changes of an entry at most; the others are counted."),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigHistoryCommandOptions = OptionsOf<typeof options>;

export const configHistory = defineCommand({
  name: "config history",
  summary:
    "Show what changed in the config database, when, by whom and from what, with each value before and after.",
  example: "identikit config history --key concierge",
  options,
  body: () => import("./body.ts"),
});
