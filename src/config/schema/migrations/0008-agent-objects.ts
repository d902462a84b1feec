import { createAgentTables } from "../agent-tables.ts";
import type { Migration } from "../migration.ts";
import { agentTablesVersion } from "../tables.ts";

/** The agent platform gets its tables: what is declared, what is recorded, and what changed in which order. */
export const agentObjects: Migration = {
  version: agentTablesVersion,
  summary:
    "objects of the agent platform, their events, the log of their changes, and the queue of their controllers",
  // A program of an earlier version looks at nothing of it.
  minReader: 2,
  minWriter: 5,
  statements: createAgentTables,
};
