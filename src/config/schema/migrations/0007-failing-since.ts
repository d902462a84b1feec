import type { Migration } from "../migration.ts";

/** The render queue says since when an agent fails, not only when it failed last. */
export const failingSince: Migration = {
  version: 7,
  summary: "since when an agent of the render queue fails",
  // An earlier program neither reads nor writes the column, and keeps it where it writes to the row.
  minReader: 2,
  minWriter: 5,
  statements: (kind) => [
    `ALTER TABLE render_queue ADD COLUMN failing_since ${kind === "sqlite" ? "INTEGER" : "BIGINT"}`,
    // The first failure was not kept; the last is the earliest that is known.
    "UPDATE render_queue SET failing_since = failed_at WHERE attempts > 0",
  ],
};
