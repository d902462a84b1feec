import { type CompletedWord, groupsOf, wordsAfter } from "./words.ts";

/** A script for fish. */
export function fishScript(commands: readonly CompletedWord[]): string {
  const top = wordsAfter(commands).map(
    ({ name, summary }) =>
      `complete -c identikit -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
  );
  const grouped = groupsOf(commands).flatMap((group) => {
    const inside = wordsAfter(commands, group);
    const none = `__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${inside.map(({ name }) => name).join(" ")}`;
    return inside.map(
      ({ name, summary }) => `complete -c identikit -n ${quoted(none)} -f -a ${name} -d ${quoted(summary)}`,
    );
  });
  return `${["# Completion of identikit for fish. Generated: identikit completion fish", ...top, ...grouped, ...commands.flatMap(commandLines)].join("\n")}\n`;
}

function commandLines({ name, flags, positionals }: CompletedWord): string[] {
  const seen = name
    .split(" ")
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join("; and ");
  const on = `complete -c identikit -n ${quoted(seen)}`;
  const words = positionals.flatMap((values) => (values.kind === "words" ? values.words : []));
  return [
    ...flags.map(({ name: flag, description, values }) => {
      const value = values === undefined ? "" : values.kind === "files" ? " -r -F" : " -x";
      const list = values?.kind === "words" ? ` -a ${quoted(values.words.join(" "))}` : "";
      return `${on} -l ${flag.slice(2)}${value}${list} -d ${quoted(description)}`;
    }),
    ...(words.length > 0 ? [`${on} -f -a ${quoted(words.join(" "))}`] : []),
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
