import type { Command } from "../command.ts";
import { kebab } from "../options/kebab.ts";
import { optionMeta } from "../options/option.ts";

/** What can stand in the place of one value. */
export type Values =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "files" }
  | { readonly kind: "anything" };

export interface Flag {
  /** As it is typed: `--env-root`. */
  readonly name: string;
  readonly description: string;
  /** Left out where it takes no value. */
  readonly values?: Values;
}

/** One command as a shell needs to know it. */
export interface CompletedWord {
  /** As it is typed: `config sync`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** What stands in the place of each argument. */
  readonly positionals: readonly Values[];
}

const common: readonly Flag[] = [
  { name: "--json", description: "print one JSON document" },
  { name: "--quiet", description: "say nothing while working" },
  { name: "--verbose", description: "say more" },
  { name: "--help", description: "show help" },
];

/** What can be completed, from the schemas of the commands. */
export function completedCommands(commands: readonly Command[]): CompletedWord[] {
  return commands.map(({ name, summary, options }) => {
    const flags: Flag[] = [];
    const positionals: Values[] = [];
    for (const [key, schema] of Object.entries(options.shape)) {
      const meta = optionMeta.get(schema);
      if (!meta) continue;
      const values = valuesOf(meta.value ?? "");
      if (meta.positional) positionals.push(values);
      else
        flags.push({
          name: `--${kebab(key)}`,
          description: firstSentence(meta.description),
          ...(meta.kind === "flag" ? {} : { values }),
        });
    }
    return { name, summary: firstSentence(summary), flags: [...flags, ...common], positionals };
  });
}

/** The words after `identikit`, and those after the first word of a group. */
export function wordsAfter(
  commands: readonly CompletedWord[],
  group?: string,
): { name: string; summary: string }[] {
  const inside = commands.filter(({ name }) => group === undefined || name.startsWith(`${group} `));
  const found = new Map<string, string>();
  for (const { name, summary } of inside) {
    const rest = group === undefined ? name : name.slice(group.length + 1);
    const [word = ""] = rest.split(" ");
    found.set(word, word === rest ? summary : `commands of ${word}`);
  }
  return [...found].map(([name, summary]) => ({ name, summary }));
}

/** The first words of commands that have a second one. */
export function groupsOf(commands: readonly CompletedWord[]): string[] {
  const first = commands.filter(({ name }) => name.includes(" ")).map(({ name }) => name.split(" ")[0] ?? "");
  return [...new Set(first)];
}

/** Read from what stands for the value in help: `text|json` are words, `FILE`, `DIR` and `PATH` are files. */
function valuesOf(value: string): Values {
  if (/^[a-z0-9_-]+(\|[a-z0-9_-]+)+$/.test(value)) return { kind: "words", words: value.split("|") };
  return /FILE|DIR|PATH/.test(value) ? { kind: "files" } : { kind: "anything" };
}

function firstSentence(text: string): string {
  return text.replace(/[.;:](\s.*)?$/s, "").replace(/\s+/g, " ");
}
