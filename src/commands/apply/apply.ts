import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { everywhereOption, manifestFiles } from "../options/manifest-files.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  ...manifestFiles(),
  ...everywhereOption(),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ApplyCommandOptions = OptionsOf<typeof options>;

export const apply = defineCommand({
  name: "apply",
  summary: "Make objects of the agent platform what manifests say; all of them or none.",
  example: "identikit apply -f agents/rules.yaml",
  options,
  body: () => import("./body.ts"),
});
