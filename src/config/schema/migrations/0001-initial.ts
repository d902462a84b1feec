import { createTables } from "../create-tables.ts";
import type { Migration } from "../migration.ts";
import { createPostgresTriggers } from "../triggers-postgres.ts";
import { createSqliteTriggers } from "../triggers-sqlite.ts";

/** The first schema. Its statements are pinned by a test, since databases of this version exist. */
export const initial: Migration = {
  version: 1,
  summary: "tables, constraints, references, the render queue's triggers, the access log",
  minReader: 1,
  minWriter: 1,
  statements: (kind) => [
    ...createTables(kind),
    ...(kind === "sqlite" ? createSqliteTriggers() : createPostgresTriggers()),
  ],
};
