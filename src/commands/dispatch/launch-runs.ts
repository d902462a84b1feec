import { join } from "node:path";
import { type LaunchedRun, launchRun } from "../../agents/dispatch/launch-run.ts";
import type { LaunchServices } from "../../agents/dispatch/launch-services.ts";
import type { DispatchRun } from "../../agents/dispatch/run-status.ts";
import { agentRunnerPool } from "../../agents/kinds/config/agent-runner-pool.ts";
import { asFault, type IdentikitError } from "../../fault/error.ts";
import { type Project, workPath } from "../../project/project.ts";
import { writeOutput } from "../../tree/output-file.ts";
import { outputPath } from "../places/output-path.ts";
import type { Decided, DispatchAsked } from "./dispatch-modes.ts";

/** What came of launching a run: its ticket in a file, or why there is none. */
export type LaunchOutcome =
  | {
      readonly run: DispatchRun;
      readonly launched: LaunchedRun;
      readonly ticket: string;
      /** What the CI's runners of the pool are called by. */
      readonly labels: readonly string[];
    }
  | { readonly run: DispatchRun; readonly fault: IdentikitError }
  | { readonly run: DispatchRun; readonly waits: string };

/** All tickets of a dispatch in one file, a line each. */
export interface TicketFiles {
  readonly outcomes: readonly LaunchOutcome[];
  readonly file?: string;
}

/** Launches the runs that may start now, and writes each ticket to a file that only its owner reads, and all of them to one. */
export async function launchAll(
  { context, options, organization: namespace }: DispatchAsked,
  services: LaunchServices,
  project: Project,
  { runs }: Decided,
): Promise<TicketFiles> {
  const directory =
    options.tickets === undefined ? workPath(project, "tickets") : outputPath(context, options.tickets);
  const isNamed = options.run !== undefined;
  const outcomes: LaunchOutcome[] = [];
  for (const run of runs) {
    const { name } = run.metadata;
    const why = whyNotYet(run);
    if (why !== undefined && !isNamed) {
      outcomes.push({ run, waits: why });
      continue;
    }
    try {
      const launched = await launchRun(services, { namespace, name }, context.signal);
      const ticket = join(directory, `${launched.attempt.metadata.name}.jwt`);
      writeOutput(ticket, `${launched.ticket}\n`, { mode: 0o600 });
      const labels = await labelsOf(services, namespace, launched.claims.aud);
      outcomes.push({ run: launched.run, launched, ticket, labels });
    } catch (caught) {
      context.signal.throwIfAborted();
      const fault = asFault(caught);
      outcomes.push(fault.code === "POOL_FULL" ? { run, waits: fault.message } : { run, fault });
    }
  }
  const tickets = outcomes.flatMap((one) => ("launched" in one ? `${one.launched.ticket}\n` : []));
  if (tickets.length === 0) return { outcomes };
  const file = join(directory, "tickets.jwt");
  writeOutput(file, tickets.join(""), { mode: 0o600 });
  return { outcomes, file };
}

async function labelsOf({ store }: LaunchServices, namespace: string, name: string) {
  const pool = await store.read((reader) => reader.get(agentRunnerPool, { namespace, name }));
  return pool?.spec.labels ?? [];
}

function whyNotYet({ status: { phase, reason, message } }: DispatchRun): string | undefined {
  if (phase === "Queued")
    return reason === "CONCURRENCY_QUEUED" || reason === "STACK_PENDING" ? (message ?? reason) : undefined;
  return message ?? reason ?? `it is ${phase}`;
}
