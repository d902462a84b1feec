import type { DatabaseKind } from "./create-tables.ts";

/**
 * The statements that make `agent_limited_token`: tokens that are good for less than everything their holder may do, and those that end
 * when nobody uses them, such as sessions of the console. They are not in `agent_token`, so that a program which knows of no limits does
 * not take them for tokens without any.
 */
export function createLimitedTokens(kind: DatabaseKind): string[] {
  const [text, integer, end] =
    kind === "sqlite" ? ["TEXT", "INTEGER", ") STRICT, WITHOUT ROWID"] : [`TEXT COLLATE "C"`, "BIGINT", ")"];
  return [
    `CREATE TABLE agent_limited_token (hash ${text} NOT NULL PRIMARY KEY CHECK (length(hash) = 64), actor ${text} NOT NULL CHECK (actor <> ''),
      namespace ${text} NOT NULL, created ${text} NOT NULL, expires ${text} NOT NULL,
      scopes ${text} NOT NULL, idle_ms ${integer} NOT NULL CHECK (idle_ms >= 0), used ${text} NOT NULL${end}`,
  ];
}
