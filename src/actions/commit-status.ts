import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../commands/command.ts";
import { option, text } from "../commands/options/option.ts";
import { statusInputs } from "./around/status-inputs.ts";
import { type Result, states } from "./commit-status/states.ts";
import type { Action } from "./frame/action.ts";

const options = declareOptions(() => ({
  result: option(z.enum(Object.keys(states) as [Result, ...Result[]]), {
    kind: "text",
    value: Object.keys(states).join("|"),
    description: `What came of the other step or job: ${Object.keys(states).join(", ")}.`,
    expression: "${{ job.status }}",
  }),
  context: text("NAME", "The status's name; `identikit/` and the job's id if left out."),
  description: text("TEXT", "One line beside the status; the result if left out."),
  targetUrl: text("URL", "Where the status leads; the page of this run if left out."),
  ...statusInputs(),
}));

export type CommitStatusOptions = OptionsOf<typeof options>;

const command = defineCommand({
  name: "commit-status",
  summary: "Set a commit status from another step's result",
  example: "only as an action",
  options,
  body: () => import("./commit-status/body.ts"),
});

export const action: Action = {
  name: "commit-status",
  description: "Sets a commit status from another step's result, on GitHub and Gitea alike.",
  command,
  outputs: {
    state: "The state that was set: success, failure, error or pending.",
    written: "Whether the token was allowed to set it.",
  },
};
