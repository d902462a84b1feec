import { outputFile, text } from "./option.ts";

/** Where env directories are, and how what happens to them is accounted for. */
export const envOptions = () => ({
  envRoot: text(
    "DIR",
    "The env directories, DIR/<agent>/; the setting envRoot (.identikit/env) if left out.",
  ),
  shard: text("I/N", "Only the I-th of N parts of the fleet, the same agents each time."),
  reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; the command's name if left out."),
  accessor: text(
    "NAME",
    "Who, for the access log; in CI the workflow, run and job, elsewhere the user of the system, if left out.",
  ),
  events: outputFile(
    "Append events to FILE, as JSON lines; .identikit/events.jsonl if left out, - is standard output.",
  ),
  accessLog: outputFile("Write the reads of secrets to FILE as well, as JSON lines; - is standard output."),
});

/** The raw values of {@link envOptions}. */
export type EnvOptions = { readonly [Key in keyof ReturnType<typeof envOptions>]?: string | undefined };
