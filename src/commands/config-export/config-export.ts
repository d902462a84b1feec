import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { signOption } from "../options/bundle-key.ts";
import { databaseOption } from "../options/database.ts";
import { choice, requiredOutputFile } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  to: requiredOutputFile("The bundle to write, mode 0600; - is standard output."),
  secrets: choice(["omit", "sealed"], "omit", "Leave secrets out, or take their ciphertexts along."),
  ...signOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ConfigExportCommandOptions = OptionsOf<typeof options>;

export const configExport = defineCommand({
  name: "config export",
  summary: "Write the config database as one canonical file: the same rows give the same bytes.",
  example: "identikit config export --to config.bundle",
  options,
  body: () => import("./body.ts"),
});
