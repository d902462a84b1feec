import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { text } from "../options/option.ts";
import { runActionOptions } from "../options/run.ts";

const options = declareOptions(() => ({
  ...runActionOptions(),
  message: text("TEXT", "What the agent is told; what it was told at first if left out."),
}));

export type RunsResumeOptions = OptionsOf<typeof options>;

export const runsResume = defineCommand({
  name: "runs resume",
  summary: "Queue a run that is over for an attempt that goes on with its session.",
  example:
    'identikit runs resume run-0f3a --message "Go on." --as mira --as-group forge:write:tidewater/berths',
  options,
  body: () => import("./body.ts"),
});
