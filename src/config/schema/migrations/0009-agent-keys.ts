import { createAgentKeys } from "../agent-key-tables.ts";
import type { Migration } from "../migration.ts";

/** The database itself keeps the keys of deliveries and runs unique, however many processes look at events at once. */
export const agentKeys: Migration = {
  version: 9,
  summary: "the keys by which a delivery is known again and events join a run",
  // A program of an earlier version starts no runs.
  minReader: 2,
  minWriter: 5,
  statements: createAgentKeys,
};
