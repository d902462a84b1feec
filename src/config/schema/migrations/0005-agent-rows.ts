import { createAgentRows } from "../agent-rows.ts";
import type { Migration } from "../migration.ts";

/** Agents have builtin rows of their own, and rows of a template wait where they reach nobody. */
export const agentRows: Migration = {
  version: 5,
  summary: "builtin rows of one agent, and rows of templates that wait for permission",
  // An earlier program passes such rows over: nothing that waits has an effect with it. Its sync would take them away.
  minReader: 2,
  minWriter: 5,
  statements: createAgentRows,
};
