import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  plan: flag(
    "Change nothing: list what would change, and the rows that are in the way; exit code 2 for either.",
  ),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigMigrateCommandOptions = OptionsOf<typeof options>;

export const configMigrate = defineCommand({
  name: "config migrate",
  summary: "Bring the config database to this release's schema, in one transaction.",
  example: "identikit config migrate --plan",
  options,
  body: () => import("./body.ts"),
});
