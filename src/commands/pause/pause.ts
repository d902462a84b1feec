import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions } from "../options/access.ts";
import { option, positional, requiredText, text } from "../options/option.ts";

const options = declareOptions(() => ({
  kind: positional(
    option(z.enum(["organization", "repository", "rule", "stack"]), {
      kind: "text",
      value: "organization|repository|rule|stack",
      description: "What is stopped.",
    }),
  ),
  name: positional(requiredText("NAME", "Its name; OWNER/REPO for a repository.")),
  reason: requiredText("TEXT", "Why, as everybody reads it who is refused."),
  until: text(
    "TIME",
    "When it ends by itself, such as 2026-01-02T03:04:05Z; when it is deleted if left out.",
  ),
  as: text("LOGIN", "Who stops it; in CI who started the job, if left out."),
  ...accessOptions(),
}));

export type PauseCommandOptions = OptionsOf<typeof options>;

export const pause = defineCommand({
  name: "pause",
  summary:
    "Stop the agents of an organisation, a repository, a rule or a stack at once, and take back what they were given.",
  example: 'identikit pause repository tidewater/berths --reason "a token leaked"',
  options,
  body: () => import("./body.ts"),
});
