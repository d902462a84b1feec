import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { everywhereOption, manifestFiles } from "../options/manifest-files.ts";
import { choice } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  ...manifestFiles(),
  ...everywhereOption(),
  format: choice(["text", "json"], "text", "The form in which the changes are printed."),
  ...rootOption(),
  ...databaseOption(),
}));

export type DiffCommandOptions = OptionsOf<typeof options>;

export const diff = defineCommand({
  name: "diff",
  summary: "Show field by field what applying manifests would change; exit 2 where there is something.",
  example: "identikit diff -f agents/rules.yaml",
  options,
  body: () => import("./body.ts"),
});
