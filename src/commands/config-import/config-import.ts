import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { signatureOption } from "../options/bundle-key.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  file: positional(requiredText("FILE", "The bundle.")),
  plan: text(
    "FILE",
    "The plan that was agreed to; refused where the bundle or the database is another by now.",
  ),
  prune: flag("Delete the rows that the bundle lacks."),
  pruneToNothing: flag("With --prune: do so even where no agent, or nothing at all, is left."),
  ...signatureOption(),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigImportCommandOptions = OptionsOf<typeof options>;

export const configImport = defineCommand({
  name: "config import",
  summary: "Apply a bundle to the config database in one transaction: all of it or nothing.",
  example: "identikit config import config.bundle --plan config.plan",
  options,
  body: () => import("./body.ts"),
});
