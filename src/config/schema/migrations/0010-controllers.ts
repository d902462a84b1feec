import { createControlTables } from "../control-tables.ts";
import type { Migration } from "../migration.ts";

/** Controllers note how far they have been told of changes, and people and accounts get tokens for the API. */
export const controllers: Migration = {
  version: 10,
  summary: "how far each controller has been told of changes, and the hashed tokens of the API",
  // A program of an earlier version looks at nothing of it.
  minReader: 2,
  minWriter: 5,
  statements: createControlTables,
};
