import { programOf } from "../src/cli/program.ts";
import { allCommands } from "../src/commands/all.ts";
import { version } from "../src/runtime/version.ts";

/** The overview of commands as `--help` prints it to a reader without a width, as a module. */
export function helpText(): string {
  const lines: string[] = [];
  programOf(allCommands, version, async () => undefined)
    .configureOutput({ writeOut: (text) => lines.push(text), getOutHelpWidth: () => 80 })
    .outputHelp();
  const text = lines.join("").split("\n");
  const items = text.map((line) => `  ${JSON.stringify(line)},\n`).join("");
  return `// Generated from src/commands by \`npm run generate\`.\n
/** What \`identikit --help\` prints where it is not known how wide the reader's lines are. */
export const helpText = [\n${items}].join("\\n");\n`;
}
