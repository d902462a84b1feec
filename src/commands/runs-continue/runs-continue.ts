import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { requiredText } from "../options/option.ts";
import { runActionOptions } from "../options/run.ts";

const options = declareOptions(() => ({
  ...runActionOptions(),
  message: requiredText("TEXT", "What the agent is told."),
}));

export type RunsContinueOptions = OptionsOf<typeof options>;

export const runsContinue = defineCommand({
  name: "runs continue",
  summary: "Queue a run that is over for an attempt with a message to the agent.",
  example:
    'identikit runs continue run-0f3a --message "Add a test." --as mira --as-group forge:write:tidewater/berths',
  options,
  body: () => import("./body.ts"),
});
