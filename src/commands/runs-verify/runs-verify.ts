import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  name: positional(requiredText("NAME", "The run.")),
  organization: text("NAME", "Whose run it is; that of the settings if left out."),
  expect: text(
    "HEADS",
    "The heads of the audit that an earlier check printed, or a file that holds them; finds an end that was cut off.",
  ),
  forge: flag("Read what was pushed back from the forge, too; else it is unverified."),
  ...rootOption(),
  ...databaseOption(),
}));

export type RunsVerifyOptions = OptionsOf<typeof options>;

export const runsVerify = defineCommand({
  name: "runs verify",
  summary:
    "Work out every digest of a run again; exit code 2 where one differs, 1 where something could not be looked at.",
  example: "identikit runs verify run-0f3a --forge",
  options,
  body: () => import("./body.ts"),
});
