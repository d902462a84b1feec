import { launchBase, notReady } from "../../agents/dispatch/launch-base.ts";
import { launchRun } from "../../agents/dispatch/launch-run.ts";
import type { LaunchServices } from "../../agents/dispatch/launch-services.ts";
import type { DispatchRun } from "../../agents/dispatch/run-status.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../../agents/resource/resource.ts";
import { parseFieldSelector } from "../../agents/resource/selector.ts";
import { takeReport } from "../../agents/results/take-report.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { openTicket } from "../../agents/tickets/sign-ticket.ts";
import { asFault, type IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { SupervisorPorts } from "../../supervisor/ports.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { dispatchServices, launchServices } from "../places/dispatch-services.ts";
import type { CommandResult } from "../result.ts";
import { takeAndWrite } from "../write-back/take-and-write.ts";
import { machineOf } from "./machine.ts";
import type { RunCommandOptions } from "./run.ts";
import { runAccount } from "./run-account.ts";
import { type FinishedAttempt, runTicket } from "./run-tickets.ts";

/** The machine that runs queued runs. */
export interface QueueMachine {
  readonly project: Project;
  readonly pool: string;
  readonly key: string;
  /** Where bundles are written. */
  readonly directory: string;
}

interface FailedLaunch {
  readonly run: ResourceKey;
  readonly pool: string;
  readonly fault: IdentikitError;
}

/**
 * Launches the runs that are queued for a pool, runs them one after the other, takes in what comes of each and writes back what may be: all
 * that three jobs do, on one machine. An agent sees neither database nor keys here either. What another process takes meanwhile is left to it.
 */
export async function runQueued(
  context: CommandContext,
  options: RunCommandOptions,
  { project, pool, key, directory }: QueueMachine,
): Promise<CommandResult> {
  const { organization: namespace } = accessPlace(project, { organization: options.organization });
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const services = dispatchServices(context, project, { database, store }, namespace);
  const launching = await launchServices(context, project, services, options.memory);
  const reporting = { database, store, now: () => context.clock.now() };
  const ports: SupervisorPorts = {
    ...machineOf(context, project, options, { paths: [], values: [key] }),
    // The database is here: what other processes decide meanwhile reaches the agent.
    reportsOf: (ticket) => (report) => takeReport(reporting, { namespace, name: ticket.attempt }, report),
  };
  const finished: FinishedAttempt[] = [];
  const faults: IdentikitError[] = [];
  const accounts: string[] = [];
  const queued = await queuedRuns(store, namespace, pool);
  const isNamed = options.run.length > 0;
  const taken = isNamed
    ? options.run.map((name) => ({ namespace, name }))
    : queued.map(({ metadata }) => metadata);
  for (const run of taken) {
    try {
      // A run of another pool is none of this machine's: what is named has to be in its own queue.
      if (isNamed && !queued.some(({ metadata: { name } }) => name === run.name))
        throw await notQueued(launching, run, pool);
      const { ticket } = await launchRun(launching, run, context.signal);
      const demand = { keys: [launching.key.publicKey], pool, now: context.clock.now() };
      const opened = await openTicket(ticket, demand);
      const attempt = await runTicket(context, opened, { ports, poolKey: key, directory });
      finished.push(attempt);
      const places = { memory: options.memory, bundle: [attempt.bundle] };
      const written = await takeAndWrite(context, project, { database, store }, places);
      accounts.push(...(written.details ?? []), ...written.account);
      faults.push(...(written.faults ?? []));
    } catch (caught) {
      context.signal.throwIfAborted();
      const fault = asFault(caught);
      const isFull = fault.code === "POOL_FULL";
      const isPassedOver = !isNamed && (isFull || (await isTaken(store, { run, pool, fault })));
      if (isPassedOver) accounts.push(`${fault.message}. ${fault.remedy}`);
      else faults.push(fault);
      // Whatever else is queued is of the same pool.
      if (isPassedOver && isFull) break;
    }
  }
  const result = runAccount(finished, faults);
  const nothing = taken.length === 0 ? [`No run is queued for the pool ${pool}.`] : [];
  return { ...result, account: [...result.account, ...accounts, ...nothing] };
}

/** Whether another process has taken a queued run since it was looked for, which is nobody's fault. */
async function isTaken(store: SqlStore, { run, pool, fault }: FailedLaunch): Promise<boolean> {
  if (fault.code === "LOCK_HELD") return true;
  if (fault.code !== "RUN_NOT_READY" && fault.code !== "CONFLICT") return false;
  const queued = await queuedRuns(store, run.namespace, pool);
  return !queued.some(({ metadata: { name } }) => name === run.name);
}

/** Why a run that somebody named is not in the queue of this pool. */
async function notQueued(services: LaunchServices, key: ResourceKey, pool: string): Promise<IdentikitError> {
  const { run } = await launchBase(services, key);
  return notReady(run, `its stack ${run.spec.agentStack} is not of the pool ${pool}`);
}

/** The runs that may start now, of stacks of the pool, oldest first. */
async function queuedRuns(store: SqlStore, namespace: string, pool: string): Promise<readonly DispatchRun[]> {
  return await store.read(async (reader) => {
    const found: DispatchRun[] = [];
    for await (const run of reader.each(agentDispatchRun, {
      namespace,
      fields: parseFieldSelector("status.phase=Queued"),
    })) {
      if (run.status.reason === "CONCURRENCY_QUEUED" || run.status.reason === "STACK_PENDING") continue;
      const stack = await reader.get(agentStack, { namespace, name: run.spec.agentStack });
      if (stack?.spec.runnerPool === pool) found.push(run);
    }
    return found.sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
  });
}
