import { settings } from "../client-tables.ts";
import type { Migration } from "../migration.ts";
import { replacePostgresRowSecrets } from "../named-secrets-postgres.ts";
import { servers } from "../queue-sqlite.ts";

/** On PostgreSQL, finding the secrets that rows name took half of the time of an import. SQLite stays as it is. */
export const namedSecrets: Migration = {
  version: 19,
  summary: "a quicker look for the secrets that rows name",
  minReader: 2,
  minWriter: 5,
  statements: (kind) => (kind === "sqlite" ? [] : [servers, settings].flatMap(replacePostgresRowSecrets)),
};
