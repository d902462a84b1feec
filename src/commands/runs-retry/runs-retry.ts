import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { runActionOptions } from "../options/run.ts";

const options = declareOptions(runActionOptions);

export type RunsRetryOptions = OptionsOf<typeof options>;

export const runsRetry = defineCommand({
  name: "runs retry",
  summary: "Queue a run that is over for another attempt, with the same context.",
  example: "identikit runs retry run-0f3a --as mira --as-group forge:write:tidewater/berths",
  options,
  body: () => import("./body.ts"),
});
