import { createAgentRows } from "../agent-rows.ts";
import type { Migration } from "../migration.ts";

/** Agents have builtin rows of their own, and rows of a template wait where they reach nobody. */
export const agentRows: Migration = {
  version: 5,
  summary: "builtin rows of one agent, and rows of templates that wait for permission",
  // A program of an earlier version passes such rows over: nothing that waits has an effect with it.
  minReader: 2,
  minWriter: 2,
  statements: createAgentRows,
};
