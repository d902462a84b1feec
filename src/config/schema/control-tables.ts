import type { DatabaseKind } from "./create-tables.ts";

/**
 * The statements that make the tables of running controllers and servers:
 * - `agent_cursor`: up to which change each controller has been told what to look at.
 * - `agent_token`: who may ask the API, by the SHA-256 of what they sign in with; the token itself is nowhere.
 */
export function createControlTables(kind: DatabaseKind): string[] {
  const [text, integer, end] =
    kind === "sqlite" ? ["TEXT", "INTEGER", ") STRICT, WITHOUT ROWID"] : [`TEXT COLLATE "C"`, "BIGINT", ")"];
  return [
    `CREATE TABLE agent_cursor (controller ${text} NOT NULL PRIMARY KEY, version ${integer} NOT NULL${end}`,
    `CREATE TABLE agent_token (hash ${text} NOT NULL PRIMARY KEY CHECK (length(hash) = 64), actor ${text} NOT NULL CHECK (actor <> ''),
      namespace ${text} NOT NULL, created ${text} NOT NULL, expires ${text} NOT NULL${end}`,
  ];
}
