import type { ScopedTable } from "./tables.ts";

/** What the two databases say differently inside a constraint. */
export interface CheckDialect {
  /** True where the column is printable: no control characters. */
  printable(column: string): string;
  /** True for one line of valid JSON. */
  jsonLine(column: string): string;
  /** The type of the JSON in a column: `object`, `array`, `string`, … in lower case; null where the path leads nowhere. */
  jsonType(column: string, ...path: string[]): string;
  /** The text of a JSON string in a column. */
  jsonText(column: string, ...path: string[]): string;
  /** True for ASCII letters, digits, dots, dashes and underscores, the first of them a letter or digit. */
  plainName(column: string): string;
}

export const sqliteChecks: CheckDialect = {
  printable: (column) =>
    `instr(${column}, char(0)) = 0 AND ${column} NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*'`,
  jsonLine: (column) =>
    `json_valid(${column}) AND instr(${column}, char(10)) = 0 AND instr(${column}, char(13)) = 0`,
  jsonType: (column, ...path) => `json_type(${column}, '${["$", ...path].join(".")}')`,
  jsonText: (column, ...path) => `json_extract(${column}, '${["$", ...path].join(".")}')`,
  plainName: (column) =>
    `${column} NOT GLOB '*[^A-Za-z0-9._-]*' AND ${column} GLOB '[A-Za-z0-9]*' AND length(${column}) <= 128`,
};

export const postgresChecks: CheckDialect = {
  printable: (column) => `${column} !~ '[\\x01-\\x1f\\x7f]'`,
  jsonLine: (column) => `json_typeof(${column}::json) IS NOT NULL AND ${column} !~ '[\\n\\r]'`,
  jsonType: (column, ...path) => `json_typeof(${column}::json #> '{${path.join(",")}}')`,
  jsonText: (column, ...path) => `(${column}::json #>> '{${path.join(",")}}')`,
  plainName: (column) => `${column} ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'`,
};

const firstSources = ["github", "git", "url", "file", "directory", "settings"];
const marketplaceSources = { first: firstSources, all: [...firstSources, "npm"] } as const;

/** The sources of marketplaces that the first schema takes, or all that there are now. */
export type MarketplaceSources = keyof typeof marketplaceSources;
const remoteTransports = ["http", "streamable-http", "sse", "ws"];

/**
 * The least that a value must be, so that no writer at all can store what would make the agent client drop its
 * whole file. The schemas in `row-schema.ts` say more, and say it better.
 */
export function valueCheck(
  table: ScopedTable,
  { jsonType, jsonText }: CheckDialect,
  marketplaces: MarketplaceSources,
): string {
  switch (table) {
    case "plugin_binding":
      return "value IN ('true', 'false')";
    case "plugin_marketplace":
      return `${jsonType("value", "source")} = 'object' AND ${jsonText("value", "source", "source")} IN (${quoted(marketplaceSources[marketplaces])})`;
    case "mcp_server": {
      const [type, string] = [jsonText("value", "type"), textTypeOf(jsonType)];
      return `CASE WHEN ${type} = 'stdio' THEN ${jsonType("value", "command")} = ${string} ELSE ${type} IN (${quoted(remoteTransports)}) AND ${jsonType("value", "url")} = ${string} END`;
    }
    case "skill":
      return `${jsonType("value")} = 'array'`;
    case "system_prompt":
      return `${jsonType("value")} = ${textTypeOf(jsonType)} AND key = 'system'`;
    case "client_setting": {
      const [type, string] = [jsonType("value"), textTypeOf(jsonType)];
      // Which keys there are is for the program to say: it refuses others, and a constraint could not be changed later.
      return `CASE WHEN key = 'model' OR ${startsWith("env.")} THEN ${type} = ${string}
        WHEN ${startsWith("hooks.")} THEN ${type} = 'array' ELSE ${type} <> 'null' END`;
    }
    case "client_file":
      return `${jsonType("value")} = ${textTypeOf(jsonType)} AND substr(key, length(key) - 2) = '.md'`;
  }
}

function startsWith(prefix: string): string {
  return `substr(key, 1, ${prefix.length}) = '${prefix}'`;
}

/** SQLite calls the type `text`, PostgreSQL `string`. */
function textTypeOf(jsonType: CheckDialect["jsonType"]): string {
  return jsonType === sqliteChecks.jsonType ? "'text'" : "'string'";
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(", ");
}
