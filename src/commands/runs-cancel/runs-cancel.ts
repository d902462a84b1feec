import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { runActionOptions } from "../options/run.ts";

const options = declareOptions(runActionOptions);

export type RunsCancelOptions = OptionsOf<typeof options>;

export const runsCancel = defineCommand({
  name: "runs cancel",
  summary: "End a run: its attempt, its ticket and its CI job.",
  example: "identikit runs cancel run-0f3a --as mira --as-group forge:write:tidewater/berths",
  options,
  body: () => import("./body.ts"),
});
