import type { z } from "zod/mini";
import type { Command } from "../src/commands/command.ts";
import { kebab } from "../src/commands/options/kebab.ts";
import { optionMeta } from "../src/commands/options/option.ts";
import { table } from "./sections.ts";

/** The reference page of the command line. */
export function commandReference(commands: readonly Command[]): string {
  const intro = [
    "# Commands",
    "Generated from the commands' schemas. Every command also takes `--json` (one JSON document on standard output), `--quiet`, `--verbose` and `--help`.",
    "Exit codes: 0 it holds or is done, 1 an error or not verified, 2 drift, pending changes or the answer no, 64 wrong usage.",
  ];
  return `${[...intro, ...commands.map(section)].join("\n\n")}\n`;
}

function section(command: Command): string {
  const options = Object.entries(command.options.shape) as [string, z.ZodMiniType][];
  const rows = options.map(([key, schema]) => {
    const meta = optionMeta.get(schema);
    const value = meta?.kind === "flag" ? "" : ` ${meta?.value ?? ""}`;
    const typed = meta?.positional ? (meta.value ?? key) : `--${kebab(key)}${value}`;
    return [`\`${typed}\``, meta?.description ?? ""];
  });
  const parts = [`## ${command.name}`, command.summary, `\`\`\`sh\n${command.example}\n\`\`\``];
  if (rows.length > 0) parts.push(table(["option", ""], rows));
  return parts.join("\n\n");
}
