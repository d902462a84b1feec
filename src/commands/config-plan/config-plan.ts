import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { signatureOption } from "../options/bundle-key.ts";
import { databaseOption } from "../options/database.ts";
import { choice, flag, outputFile, positional, requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  file: positional(requiredText("FILE", "The bundle.")),
  prune: flag("Count the rows that the bundle lacks as deletions."),
  out: outputFile("Write the plan to FILE, for config import --plan; - is standard output."),
  format: choice(
    ["text", "json", "markdown"],
    "text",
    "The form in which the changes are printed, with what each value was and is; secret-like parts are hidden.",
  ),
  ...signatureOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigPlanCommandOptions = OptionsOf<typeof options>;

export const configPlan = defineCommand({
  name: "config plan",
  summary: "Show what importing a bundle would create, change and delete; exit 2 where there is something.",
  example: "identikit config plan config.bundle --out config.plan",
  options,
  body: () => import("./body.ts"),
});
