import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { list, text } from "../options/option.ts";
import { printedReportOptions } from "../options/report.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  base: text(
    "REF",
    "What the change is held against, and whose rules hold; the branch that the pull request goes to if left out.",
  ),
  head: text("REF", "The commit that is judged; the head of the pull request if left out."),
  event: text("FILE", "The payload of a CI event; that of the job if left out."),
  pullRequest: text("NUMBER", "The pull request; that of the event, or the one with this head, if left out."),
  repository: text("OWNER/NAME", "The repository on the CI host; GITHUB_REPOSITORY if left out."),
  rule: list("NAME", "Rules to judge by; all that are in force if left out."),
  ...printedReportOptions(),
  ...rootOption(),
}));

export type ChangesCommandOptions = OptionsOf<typeof options>;

export const changes = defineCommand({
  name: "changes",
  summary: "Hold a pull request's diff, reviews, text and checks against the rules of its base branch.",
  example: "identikit changes --base main --head HEAD --rule forbidden-env",
  options,
  body: () => import("./body.ts"),
});
