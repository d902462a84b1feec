import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { accessOptions } from "../options/access.ts";
import { runPhaseWords } from "../options/closed-words.ts";
import { option, text } from "../options/option.ts";

const options = declareOptions(() => ({
  phase: option(z.optional(z.enum(runPhaseWords)), {
    kind: "text",
    value: runPhaseWords.join("|"),
    description: "Only runs in this phase.",
  }),
  stack: text("NAME", "Only runs of this stack."),
  repository: text("OWNER/REPO", "Only runs on this repository."),
  rule: text("NAME", "Only runs that this rule started."),
  limit: option(z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(500)), 50), {
    kind: "text",
    value: "NUMBER",
    description: "Runs in a page, 500 at most.",
  }),
  continue: text("TOKEN", "Where the page before ended, as it says."),
  ...accessOptions(),
}));

export type RunsListOptions = OptionsOf<typeof options>;

export const runsList = defineCommand({
  name: "runs list",
  summary: "List runs, the newest first, a page at a time.",
  example: "identikit runs list --phase Waiting --repository tidewater/berths",
  options,
  body: () => import("./body.ts"),
});
