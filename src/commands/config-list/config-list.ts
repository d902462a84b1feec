import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { option, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { editableTables } from "../options/row.ts";

const scopes = ["builtin", "global", "type", "instance"] as const;

const options = declareOptions(() => ({
  table: positional(
    option(z.optional(z.enum(editableTables)), {
      kind: "text",
      value: editableTables.join("|"),
      description: "Only rows of this kind.",
    }),
  ),
  scope: option(z.optional(z.enum(scopes)), {
    kind: "text",
    value: scopes.join("|"),
    description: "Only rows of this scope.",
  }),
  ref: text("NAME", "Only rows of this type or agent."),
  key: text("KEY", "Only rows of this key."),
  limit: option(z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(1_000_000)), 1000), {
    kind: "text",
    value: "N",
    description: "Show N rows at most; the others are counted.",
  }),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigListCommandOptions = OptionsOf<typeof options>;

export const configList = defineCommand({
  name: "config list",
  summary: "List rows of the config database with scope, key and value; secret-like parts are hidden.",
  example: "identikit config list mcp_server --scope instance --ref concierge",
  options,
  body: () => import("./body.ts"),
});
