import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: positional(requiredText("NAME", "The secret's name.")),
  force: flag("Remove it although rows still name it: their agents then fail to render."),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type SecretRemoveCommandOptions = OptionsOf<typeof options>;

export const secretRemove = defineCommand({
  name: "secret remove",
  summary: "Remove a secret from the config database; refused while rows name it.",
  example: "identikit secret remove FORGE_TOKEN",
  options,
  body: () => import("./body.ts"),
});
