import { replacePostgresLineGuard } from "../access-chain-tables.ts";
import type { Migration } from "../migration.ts";

/** On PostgreSQL a new line of the access log cost as much as its session had lines. SQLite stays as it is. */
export const lastLine: Migration = {
  version: 20,
  summary: "a line of the access log at the same cost, however long its session",
  minReader: 2,
  minWriter: 5,
  statements: (kind) => (kind === "sqlite" ? [] : [replacePostgresLineGuard]),
};
