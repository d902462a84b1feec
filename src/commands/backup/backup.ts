import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { requiredText } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  to: requiredText(
    "FILE",
    "The backup to write, mode 0600; sealed secrets, access log and render queue included.",
  ),
  ...rootOption(),
  ...databaseOption(),
}));

export type BackupCommandOptions = OptionsOf<typeof options>;

export const backup = defineCommand({
  name: "backup",
  summary: "Write everything that the config database holds to a file, while others use it.",
  example: "identikit backup --to config.backup",
  options,
  body: () => import("./body.ts"),
});
