import { createHistory } from "../history-tables.ts";
import type { Migration } from "../migration.ts";

/** Changes of the configuration are kept: by whom, when, from what, and what each row was before. */
export const history: Migration = {
  version: 6,
  summary: "a history of who changed which row, and what it was before",
  // Triggers fill it, also for a program of an earlier version.
  minReader: 2,
  minWriter: 5,
  statements: createHistory,
};
