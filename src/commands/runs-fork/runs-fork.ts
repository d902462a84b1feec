import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { text } from "../options/option.ts";
import { runActionOptions } from "../options/run.ts";

const options = declareOptions(() => ({
  ...runActionOptions(),
  message: text("TEXT", "What the agent is told; what it was told at first if left out."),
}));

export type RunsForkOptions = OptionsOf<typeof options>;

export const runsFork = defineCommand({
  name: "runs fork",
  summary: "Queue a run that is over for an attempt that goes on from a copy of its session.",
  example:
    'identikit runs fork run-0f3a --message "Try the other way." --as mira --as-group forge:write:tidewater/berths',
  options,
  body: () => import("./body.ts"),
});
