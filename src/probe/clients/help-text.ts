/** What a program's `--help` shows: its options, each with all that is said of it, and its commands. */
export interface HelpText {
  /** The words about an option, by its long name such as `--model`. */
  readonly options: ReadonlyMap<string, string>;
  readonly commands: ReadonlySet<string>;
}

/** An option begins near the margin with a dash; what is said of it, and of others, is further in or below. */
const optionLine = /^ {2,6}(-[A-Za-z]|--[A-Za-z][\w-]*)(?=[ ,]|$)/;
const commandLine = /^ {2}([a-z][a-z0-9|-]*)(?: |$)/;

/** Reads the help of commander (Claude Code) and of clap (Codex). Names in running text count for nothing. */
export function readHelp(text: string): HelpText {
  const options = new Map<string, string>();
  const commands = new Set<string>();
  let section = "";
  let names: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const title = /^([A-Z][A-Za-z ]*):\s*$/.exec(line)?.[1];
    if (title !== undefined) {
      section = title;
      names = [];
    } else if (section === "Commands") {
      for (const name of commandLine.exec(line)?.[1]?.split("|") ?? []) commands.add(name);
    } else if (section === "Options") {
      if (optionLine.test(line)) {
        const head = line.trim().split(/ {2,}/)[0] ?? "";
        names = head.match(/(?<=^|[ ,])--[A-Za-z][\w-]*/g) ?? [];
      }
      for (const name of names) options.set(name, `${options.get(name) ?? ""}${line.trim()} `);
    }
  }
  return { options, commands };
}
