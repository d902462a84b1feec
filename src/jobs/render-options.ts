import { choice, text } from "./option.ts";

/** Where agents are rendered, and how it is accounted for. */
export const renderOptions = {
  envRoot: text("DIR", "The env directories, DIR/<agent>/; .identikit/env if left out."),
  onMissingSecret: choice(
    ["fail", "skip"],
    "fail",
    "A missing secret fails the command, or its agent is reported and skipped with its old files left whole.",
  ),
  shard: text("I/N", "Render only the I-th of N parts of the fleet, the same agents each time."),
  reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; `render` if left out."),
  accessor: text("NAME", "Who, for the access log; GITHUB_ACTOR or USER if left out."),
  events: text("FILE", "Append events to FILE, as JSON lines."),
  accessLog: text("FILE", "Write the reads of secrets to FILE as well, as JSON lines."),
};
