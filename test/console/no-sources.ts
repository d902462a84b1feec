import type { ConsoleSources } from "../../src/console/page/console-sources.ts";

const clean = { lines: 0, verdict: "clean" as const, findings: [] };

/** Nobody opens pull requests here. */
const noProposals: ConsoleSources["proposals"] = {
  told: () => ({
    words: "There is nowhere to open one.",
    reason: "The server has no token to write to the forge with.",
  }),
  open: async () => {
    throw new Error("nobody may get here");
  },
};

/** A repository and a config database with nothing in them, for tests of what is an object. */
export const noSources: Omit<ConsoleSources, "recordHistory"> = {
  proposals: noProposals,
  rehearse: async () => {
    throw new Error("nobody may get here");
  },
  templates: async () => [],
  accessGraph: async () => ({ nodes: [], edges: [], missing: [] }),
  trace: async (what) => ({
    graph: { version: 1, subject: what, nodes: [], links: [], notLookedAt: [] },
    findings: [],
  }),
  agentNames: async () => [],
  environments: async () => [],
  agent: async (name) => ({ name, type: "", runtime: "", entries: [] }),
  rows: async () => ({ rows: [], total: 0 }),
  secrets: async () => [],
  accesses: async () => [],
  auditLines: async () => [],
  verifyAudit: async () => clean,
  verifyAccessLog: async () => clean,
  samples: async () => [],
  content: async () => new Uint8Array(),
  memory: () => undefined,
  dryRun: async () => {
    throw new Error("no delivery is stored");
  },
};
