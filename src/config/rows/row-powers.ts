import { findPlaceholders } from "../../secret/placeholder.ts";
import type { Json } from "../schema/agent-config.ts";
import type { ScopedTable } from "../schema/tables.ts";

/** What a row lets somebody do who may write it, beside telling the agent something. */
export interface RowPowers {
  /** True where the client, or the program that it starts, runs what the row says, or runs more without asking. */
  readonly runsCommands: boolean;
  /** The secrets whose values the row asks for, each once, sorted. */
  readonly secrets: readonly string[];
}

/** Frontmatter keys with which a Markdown file of the client runs commands or lifts a question. */
const powerfulFrontmatter =
  /^(?:hooks|mcpServers|allowed-tools|allowedTools|tools|permissionMode|shell)[ \t]*:/m;
/** A command line in a Markdown command, which the client runs before the model sees the text. */
const commandLine = /!`|^[ \t]*```!/m;

/**
 * What a row may make happen. A row from a template with powers is active only where the repository permits it.
 * @param value the parsed value of the row; `null` for one that takes an entry away
 */
export function rowPowers(table: ScopedTable, key: string, value: Json): RowPowers {
  const secrets = [...new Set(findPlaceholders(value, key).map(({ name }) => name))].sort();
  return { runsCommands: value !== null && runsCommands(table, key, value), secrets };
}

function runsCommands(table: ScopedTable, key: string, value: Json): boolean {
  switch (table) {
    // A server at an address runs nothing here, unless a program makes its headers.
    case "mcp_server":
      return isRecord(value) && (value.command !== undefined || value.headersHelper !== undefined);
    // A plugin brings hooks and servers along, and a marketplace decides what a plugin is.
    case "plugin_binding":
      return value === true;
    case "plugin_marketplace":
      return true;
    // Hooks are commands; a variable such as PATH decides what a command is; a rule that allows lets one run unasked.
    case "client_setting":
      return key.startsWith("hooks.") || key.startsWith("env.") || key.startsWith("permissions.");
    case "client_file":
      return typeof value === "string" && textRunsCommands(value);
    case "skill":
      return Array.isArray(value) && value.some(fileRunsCommands);
    case "system_prompt":
      return false;
  }
}

function fileRunsCommands(file: Json): boolean {
  if (!isRecord(file)) return false;
  if (file.executable === true) return true;
  return file.path === "SKILL.md" && typeof file.text === "string" && textRunsCommands(file.text);
}

function textRunsCommands(text: string): boolean {
  const frontmatter = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "";
  return powerfulFrontmatter.test(frontmatter) || commandLine.test(text);
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
