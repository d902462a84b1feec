import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  file: positional(requiredText("FILE", "The backup.")),
  replace: flag("Delete what the database holds; without it, the database must hold nothing."),
  ...rootOption(),
  ...databaseOption(),
}));

export type RestoreCommandOptions = OptionsOf<typeof options>;

export const restore = defineCommand({
  name: "restore",
  summary: "Make the config database hold what a backup holds, of either kind: all of it or nothing.",
  example: "identikit restore config.backup",
  options,
  body: () => import("./body.ts"),
});
