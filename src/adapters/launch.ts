import type { z } from "zod";
import type { runBudget } from "../agents/kinds/budget-fields.ts";
import type { ClientCapability } from "../agents/readiness/client-capabilities.ts";
import type { LaunchProfile } from "../agents/readiness/launch-profile.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { Json } from "../config/schema/agent-config.ts";

/** Which conversation an attempt is part of. Claude Code takes UUIDs only as names of new ones and of copies; Codex gives its own. */
export type LaunchSession =
  /** A new one, with the ID that it is to have. */
  | { readonly kind: "new"; readonly sessionId: string }
  | { readonly kind: "resume"; readonly sessionId: string }
  /** A copy of an earlier one, which stays as it is. */
  | { readonly kind: "fork"; readonly from: string; readonly sessionId: string };

/** Paths, as the agent sees them inside its isolation. */
export interface LaunchPlaces {
  readonly workspace: string;
  /** The env directory: `CLAUDE_CONFIG_DIR`, `CODEX_HOME`. Codex's own sandbox does not work below `/tmp`. */
  readonly envDirectory: string;
  /** Where `CommandLine.files` lie; the agent may read and not write there. */
  readonly files: string;
  /** `requests.jsonl`, which the agent writes. */
  readonly outbox: string;
  /** The answers of people, which the agent reads. */
  readonly answers: string;
}

/** How the MCP server of the outbox is started inside the isolation: `dist/programs/outbox-server.js`, with any Node.js from 20 on. */
export interface OutboxProgram {
  readonly node: string;
  readonly program: string;
}

/** Everything that decides how a client is started for one attempt. */
export interface Launch {
  readonly profile: LaunchProfile;
  readonly trustTier: Ticket["trustTier"];
  readonly budget: z.output<typeof runBudget>;
  /** What the client that is there can do: the stack's sighting of its pinned version, or a new one. */
  readonly capabilities: readonly ClientCapability[];
  readonly session: LaunchSession;
  /** The task with its context. */
  readonly prompt: string;
  /** What stands above the task: prompt layers of ours, {@link outboxInstructions} among them. */
  readonly instructions: string;
  readonly places: LaunchPlaces;
  /** Left out where there is no Node.js in the isolation: the agent then writes the file itself. */
  readonly outbox?: OutboxProgram | undefined;
  /** The rendered MCP servers, with their secrets, of {@link Adapter.serversFile}. */
  readonly mcpServers: Readonly<Record<string, Json>>;
  /** The isolation that the agent runs in. */
  readonly isolation: "container" | "bubblewrap" | "user";
  /** The answer to {@link Adapter.sandboxProbe}. */
  readonly hasClientSandbox: boolean;
}
