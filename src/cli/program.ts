import { Command, InvalidArgumentError, Option } from "commander";
import type { z } from "zod";
import type { Job } from "../jobs/job.ts";
import { kebab } from "../jobs/kebab.ts";
import { type OptionMeta, optionMeta } from "../jobs/option.ts";

/** What was asked for: a job, its raw options, and the options that every command has. */
export interface Invocation {
  readonly job: Job;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly common: CommonFlags;
}

export interface CommonFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** A program whose commands are the jobs; the chosen one is given to `run`. */
export function programOf(
  jobs: readonly Job[],
  version: string,
  run: (invocation: Invocation) => Promise<void>,
): Command {
  const program = new Command("identikit")
    .description(
      "Carries an AI agent's identity from its source of truth to every copy, and proves that they are equal.",
    )
    .version(version)
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false })
    .addHelpText("after", "\nStart here: identikit doctor");
  const groups = new Map<string, Command>();
  for (const job of jobs) {
    const words = job.name.split(" ");
    const name = words.pop() as string;
    const parent = words.reduce((above, word) => groupOf(groups, above, word, jobs), program);
    addCommand(parent, name, job, run);
  }
  return program;
}

function groupOf(groups: Map<string, Command>, above: Command, word: string, jobs: readonly Job[]): Command {
  const known = groups.get(word);
  if (known) return known;
  const names = jobs
    .filter((job) => job.name.startsWith(`${word} `))
    .map((job) => job.name.slice(word.length + 1));
  const group = above
    .command(word)
    .description(`${names.join(", ")}`)
    .showSuggestionAfterError();
  groups.set(word, group);
  return group;
}

function addCommand(
  parent: Command,
  name: string,
  job: Job,
  run: (invocation: Invocation) => Promise<void>,
): void {
  const command = parent
    .command(name)
    .description(job.summary)
    .showSuggestionAfterError()
    .allowExcessArguments(false);
  const positionals: string[] = [];
  const options = Object.entries(job.options.shape) as [string, z.ZodType][];
  const hasPositionals = options.some(([, schema]) => optionMeta.get(schema)?.positional);
  for (const [key, schema] of options) {
    const meta = optionMeta.get(schema);
    if (!meta) throw new TypeError(`option ${key} of ${job.name} has no description`);
    if (meta.positional) {
      positionals.push(key);
      command.argument(argumentSyntax(meta, schema), meta.description);
    } else {
      command.addOption(flagOf(key, meta, !hasPositionals));
    }
  }
  command
    .option("--json", "print one JSON document on standard output, and nothing else")
    .option("-q, --quiet", "say nothing while working")
    .option("-v, --verbose", "say more, and give the causes of an error")
    .addHelpText("after", `\nExample:\n  ${job.example}`)
    .action(async () => {
      const { json = false, quiet = false, verbose = false, ...flags } = command.opts();
      const given = Object.fromEntries(positionals.map((key, index) => [key, command.processedArgs[index]]));
      await run({ job, raw: { ...flags, ...given }, common: { json, quiet, verbose } });
    });
}

function argumentSyntax(meta: OptionMeta, schema: z.ZodType): string {
  const value = meta.kind === "list" ? `${meta.value}...` : meta.value;
  return schema.safeParse(undefined).success ? `[${value}]` : `<${value}>`;
}

/** @param takesSeveral whether a list may take several values at once; it would swallow positional arguments */
function flagOf(key: string, meta: OptionMeta, takesSeveral: boolean): Option {
  const name = `--${kebab(key)}`;
  if (meta.kind === "flag") return new Option(name, meta.description);
  if (meta.kind === "text")
    return new Option(`${name} <${meta.value}>`, meta.description).argParser(notAFlag);
  const collect = (value: string, before: string[] | undefined) => [...(before ?? []), notAFlag(value)];
  const values = takesSeveral ? `<${meta.value}...>` : `<${meta.value}>`;
  return new Option(`${name} ${values}`, `${meta.description} Repeatable.`).argParser(collect);
}

/** A forgotten value would otherwise swallow the flag behind it. */
function notAFlag(value: string): string {
  if (value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
  return value;
}
