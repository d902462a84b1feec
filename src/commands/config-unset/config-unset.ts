import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";
import { scopeOptions, tableOption } from "../options/row.ts";

const options = declareOptions(() => ({
  ...tableOption(),
  key: positional(requiredText("KEY", "The entry, as config list shows it.")),
  ...scopeOptions(),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigUnsetCommandOptions = OptionsOf<typeof options>;

export const configUnset = defineCommand({
  name: "config unset",
  summary: "Delete one row of the config database; what a wider scope says then holds again.",
  example: "identikit config unset plugin_binding review@acme --scope instance --ref concierge",
  options,
  body: () => import("./body.ts"),
});
