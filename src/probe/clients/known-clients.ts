import type { ClientCapability } from "../../agents/readiness/client-capabilities.ts";

/** What a release of a client was seen to do. */
export interface KnownClient {
  readonly adapter: "claude" | "codex";
  readonly version: string;
  readonly seenAt: string;
  readonly capabilities: readonly ClientCapability[];
}

/**
 * The releases that Identikit was tested with. A stack that pins one of them is known to work where the client itself is not there,
 * as in the job that only dispatches. A test asks the programs themselves and compares.
 */
export const knownClients: readonly KnownClient[] = [
  {
    adapter: "claude",
    version: "2.1.330",
    seenAt: "2026-11-22T00:00:00Z",
    capabilities: [
      "headless",
      "events",
      "resume",
      "fork",
      "model",
      "mcp_servers",
      "subagents",
      "ask",
      "tool_rules",
      "command_rules",
      "read_only",
      "workspace_write",
      "costs",
    ],
  },
  {
    adapter: "codex",
    version: "0.169.0",
    seenAt: "2026-11-22T00:00:00Z",
    capabilities: [
      "headless",
      "events",
      "resume",
      "fork",
      "model",
      "mcp_servers",
      "command_rules",
      "read_only",
      "workspace_write",
    ],
  },
];
