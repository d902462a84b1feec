import type { OutboxProgram } from "../adapters/launch.ts";
import type { SendReport } from "../agents/run-bundle/attempt-report.ts";
import type { SealedContent } from "../agents/tickets/sealed-content.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { IsolatedRequest, IsolationKind } from "../isolation/isolation.ts";
import type { Clock } from "../runtime/clock.ts";
import type { Logger } from "../runtime/logger.ts";
import type { AgentProcess } from "./agent-run.ts";
import type { IsolationWish } from "./host-isolation.ts";
import type { RunWorkspaces } from "./run-workspace.ts";

/** The isolation that was chosen for an attempt. */
export interface AgentIsolation {
  readonly kind: IsolationKind;
  /** Where the agent finds programs. */
  readonly path: string;
  readonly temporary: string;
  /** How the outbox's server is started in it; left out where it cannot be. */
  readonly outbox?: OutboxProgram | undefined;
  start(
    request: Omit<IsolatedRequest, "isolation">,
    stdin: string,
    signal: AbortSignal,
  ): Promise<AgentProcess>;
}

/** What a supervisor works with. */
export interface SupervisorPorts {
  /** Of all attempts; there are secrets in it while one is under way. */
  readonly root: string;
  readonly workspaces: RunWorkspaces;
  /** @throws {IdentikitError} `ISOLATION_UNAVAILABLE`, `NETWORK_UNHELD` */
  isolation(wish: IsolationWish, signal: AbortSignal): Promise<AgentIsolation>;
  readonly runner: { readonly name: string; readonly ciRun?: string | undefined };
  readonly clock: Clock;
  readonly log: Logger;
  /** Who is told of an attempt while its agent works; left out, or nobody for a ticket, where all comes with the bundle. */
  readonly reportsOf?: ((ticket: Ticket, content: SealedContent) => SendReport | undefined) | undefined;
}
