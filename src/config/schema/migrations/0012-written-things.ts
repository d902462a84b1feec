import { createAgentWritten } from "../agent-written-table.ts";
import type { Migration } from "../migration.ts";

/** What runs have written to the forge is known again in the events that come of it. */
export const writtenThings: Migration = {
  version: 12,
  summary: "what runs have written to the forge, so that chains of runs are known",
  // A program of an earlier version starts no runs.
  minReader: 2,
  minWriter: 5,
  statements: createAgentWritten,
};
