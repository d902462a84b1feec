import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { flag, list, positional, text } from "../options/option.ts";
import { organizationOption } from "../options/resource.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  stack: positional(text("STACK", "The stack to start by hand, without a rule.")),
  repository: text("OWNER/REPO", "The repository that is worked on; GITHUB_REPOSITORY if left out."),
  ref: text("REF", "The branch, tag or full ref that the work starts from; the default branch if left out."),
  pullRequest: text("NUMBER", "The pull request whose head the work starts from."),
  task: text("TEXT", "What is to be done, in words."),
  taskKind: text("NAME", "The kind of task; the first that the stack takes if left out."),
  label: list("NAME", "Context labels that the run gets."),
  memoryRef: text("TIME|REF", "The state of the memory, such as two days ago; the stack's if left out."),
  event: text("FILE", "The payload of a CI event; that of the job if nothing else is named."),
  replay: text("DELIVERY", "A stored delivery that is decided about once more, by the rules of now."),
  run: text("NAME", "A run that is queued, to give its ticket."),
  queued: flag("Give the tickets of all runs that are queued."),
  tickets: text("DIR", "Where the tickets are written; .identikit/tickets if left out."),
  memory: text("DIR", "A checkout of the memory repository, with its history."),
  ...organizationOption(),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type DispatchCommandOptions = OptionsOf<typeof options>;

export const dispatch = defineCommand({
  name: "dispatch",
  summary: "Decide what comes of an event, and write the signed tickets of the runs that may start.",
  example: 'identikit dispatch fixer --repository tidewater/berths --task "Find out why the build is red"',
  options,
  body: () => import("./body.ts"),
});
