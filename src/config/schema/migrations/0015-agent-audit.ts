import { createAgentAudit } from "../agent-audit-table.ts";
import type { Migration } from "../migration.ts";

/** What runs did and people decided is in a log that only grows, each line with the hash of the one before. */
export const agentAudit: Migration = {
  version: 15,
  summary: "the audit of agent runs, as a chain",
  // A program of an earlier version starts no runs, and decides and writes back nothing.
  minReader: 2,
  minWriter: 5,
  statements: createAgentAudit,
};
