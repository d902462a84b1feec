import { createAgentIndexes } from "../agent-index-keys.ts";
import type { Migration } from "../migration.ts";

/** Pages of objects are read by one index each, whatever the planner knows of the table. */
export const agentIndexes: Migration = {
  version: 11,
  summary: "indexes that leave the planner one way to a page of objects",
  // The table stays as it is; a program of an earlier version writes no objects.
  minReader: 2,
  minWriter: 5,
  statements: createAgentIndexes,
};
