import { z } from "zod";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { option, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { editableTables } from "../options/row.ts";

const scopes = ["builtin", "global", "type", "instance"] as const;

const options = declareOptions(() => ({
  table: positional(
    option(z.enum(editableTables).optional(), {
      kind: "text",
      value: editableTables.join("|"),
      description: "Only rows of this kind.",
    }),
  ),
  scope: option(z.enum(scopes).optional(), {
    kind: "text",
    value: scopes.join("|"),
    description: "Only rows of this scope.",
  }),
  ref: text("NAME", "Only rows of this type or agent."),
  key: text("KEY", "Only rows of this key."),
  limit: option(z.coerce.number().int().min(1).max(1_000_000).default(1000), {
    kind: "text",
    value: "N",
    description: "Show N rows at most; the others are counted.",
  }),
  ...rootOption,
  ...databaseOption,
}));

export type ConfigListCommandOptions = OptionsOf<typeof options>;

export const configList = defineCommand({
  name: "config list",
  summary: "List rows of the config database with scope, key and value; secret-like parts are hidden.",
  example: "identikit config list mcp_server --scope instance --ref concierge",
  options,
  body: () => import("./body.ts"),
});
