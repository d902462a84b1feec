import { Command as CommanderCommand, CommanderError, InvalidArgumentError, Option } from "commander";
import type { z } from "zod/mini";
import type { Command } from "../commands/command.ts";
import { kebab } from "../commands/options/kebab.ts";
import { type OptionMeta, optionMeta } from "../commands/options/option.ts";
import { nearest } from "../fault/nearest.ts";

/** What was asked for: a command, its raw options, and the options that every command has. */
export interface Invocation {
  readonly command: Command;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly common: CommonFlags;
}

export interface CommonFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** A program with these commands; the chosen one is given to `run`. */
export function programOf(
  commands: readonly Command[],
  version: string,
  run: (invocation: Invocation) => Promise<void>,
): CommanderCommand {
  const program = new CommanderCommand("identikit")
    .description(
      "Carries an AI agent's identity from its source of truth to every copy, and proves that they are equal.",
    )
    .version(version)
    .configureHelp({ sortSubcommands: false })
    .addHelpText("after", "\nStart here: identikit doctor");
  const groups = new Map([["", program]]);
  const fill = new Map<CommanderCommand, () => void>();
  for (const declared of commands) {
    const words = declared.name.split(" ");
    const name = words.pop() ?? declared.name;
    const word = words.join(" ");
    const parent = groups.get(word) ?? program.command(word).description(namesIn(commands, word));
    groups.set(word, parent);
    const command = parent.command(name).description(declared.summary);
    fill.set(command, () => fillCommand(command, declared, run));
  }
  for (const group of groups.values()) completeGroup(group, fill);
  return program;
}

/** What is behind the first word of commands that have two. */
function namesIn(commands: readonly Command[], word: string): string {
  const names = commands.filter(({ name }) => name.startsWith(`${word} `));
  return names.map(({ name }) => name.slice(word.length + 1)).join(", ");
}

/**
 * A command gets its options when it is chosen, and all of a group get theirs when the group's help is shown: to make those of every
 * command would take longer than most commands do.
 */
function completeGroup(group: CommanderCommand, fill: Map<CommanderCommand, () => void>): void {
  const fillOnce = (command: CommanderCommand) => {
    fill.get(command)?.();
    fill.delete(command);
  };
  group
    .showSuggestionAfterError()
    .allowExcessArguments()
    .allowUnknownOption()
    .hook("preSubcommand", (_, command) => fillOnce(command))
    .on("beforeHelp", () => group.commands.forEach(fillOnce))
    .action(() => showHelp(group));
}

/** Somebody who names no command asks what there is; a word that is no command is a mistake, whatever options go with it. */
function showHelp(group: CommanderCommand): void {
  const word = group.args.find((each) => !each.startsWith("-"));
  if (word === undefined) {
    const [option] = group.args;
    if (option === undefined) group.outputHelp();
    else throw new CommanderError(64, "commander.unknownOption", `unknown option '${option}'`);
    return;
  }
  const names = group.commands.map((command) => command.name());
  const meant = nearest(word, names);
  const hint = meant === undefined ? "" : ` (Did you mean ${meant}?)`;
  throw new CommanderError(64, "commander.unknownCommand", `unknown command '${word}'${hint}`);
}

function fillCommand(
  command: CommanderCommand,
  declared: Command,
  run: (invocation: Invocation) => Promise<void>,
): void {
  command.showSuggestionAfterError().allowExcessArguments(false);
  const positionals: string[] = [];
  const options = Object.entries(declared.options.shape) as [string, z.ZodMiniType][];
  const hasPositionals = options.some(([, schema]) => optionMeta.get(schema)?.positional);
  for (const [key, schema] of options) {
    const meta = optionMeta.get(schema);
    if (!meta) throw new TypeError(`option ${key} of ${declared.name} has no description`);
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
    .addHelpText("after", `\nExample:\n  ${declared.example}`)
    .action(async () => {
      const { json = false, quiet = false, verbose = false, ...flags } = command.opts();
      const given = Object.fromEntries(positionals.map((key, index) => [key, command.processedArgs[index]]));
      await run({ command: declared, raw: { ...flags, ...given }, common: { json, quiet, verbose } });
    });
}

function argumentSyntax(meta: OptionMeta, schema: z.ZodMiniType): string {
  const value = meta.kind === "list" ? `${meta.value}...` : meta.value;
  return schema.safeParse(undefined).success ? `[${value}]` : `<${value}>`;
}

/** @param takesSeveral whether a list may take several values at once; it would swallow positional arguments */
function flagOf(key: string, meta: OptionMeta, takesSeveral: boolean): Option {
  const name = `${meta.short ? `-${meta.short}, ` : ""}--${kebab(key)}`;
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
