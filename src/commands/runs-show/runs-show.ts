import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions } from "../options/access.ts";
import { runNameOption } from "../options/run.ts";

const options = declareOptions(() => ({ ...runNameOption(), ...accessOptions() }));

export type RunsShowOptions = OptionsOf<typeof options>;

export const runsShow = defineCommand({
  name: "runs show",
  summary: "Show one run: how far it is and why, what it is made from, what came of it, and what to do next.",
  example: "identikit runs show run-0f3a",
  options,
  body: () => import("./body.ts"),
});
