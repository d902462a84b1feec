import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { admitStoredRun } from "../../agents/dispatch/admit-stored-run.ts";
import { dispatchByHand } from "../../agents/dispatch/dispatch-by-hand.ts";
import type { DispatchServices } from "../../agents/dispatch/dispatch-services.ts";
import { type PlannedDelivery, planStoredDelivery } from "../../agents/dispatch/plan-stored-delivery.ts";
import type { DispatchRun } from "../../agents/dispatch/run-status.ts";
import { storeDelivery, storeSpec } from "../../agents/dispatch/store-delivery.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { repositoryName } from "../../agents/kinds/fields.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { readCiEvent } from "../../agents/triggers/ci-event.ts";
import type { IncomingEvent } from "../../agents/triggers/delivery.ts";
import { replayDelivery } from "../../agents/triggers/replay.ts";
import { mostWebhookBytes } from "../../agents/triggers/webhook-request.ts";
import { IdentikitError } from "../../fault/error.ts";
import { readEventFile } from "../../host/event.ts";
import { hostOf } from "../../host/host.ts";
import type { RunFacts } from "../../host/run-facts.ts";
import type { CommandContext } from "../context.ts";
import type { DispatchCommandOptions } from "./dispatch.ts";

/** What a dispatch is asked for, and with what. */
export interface DispatchAsked {
  readonly context: CommandContext;
  readonly options: DispatchCommandOptions;
  readonly organization: string;
  readonly services: DispatchServices & { readonly facts: RunFacts };
}

/** Where the runs come from. */
export type DispatchMode =
  | { readonly kind: "hand"; readonly stack: string }
  | { readonly kind: "event" }
  | { readonly kind: "replay"; readonly delivery: string }
  | { readonly kind: "run"; readonly run: string }
  | { readonly kind: "queued" };

/** What was decided: about a delivery, or about runs that are there. */
export interface Decided {
  readonly planned?: PlannedDelivery;
  /** False for a delivery that came in before. */
  readonly isNew?: boolean;
  readonly runs: readonly DispatchRun[];
}

/** @throws {IdentikitError} `USAGE` where nothing, or more than one thing, is named */
export function dispatchMode({ env }: CommandContext, options: DispatchCommandOptions): DispatchMode {
  const { stack, event, replay, run, queued } = options;
  const modes: DispatchMode[] = [
    ...(stack === undefined ? [] : [{ kind: "hand", stack } as const]),
    ...(event === undefined ? [] : [{ kind: "event" } as const]),
    ...(replay === undefined ? [] : [{ kind: "replay", delivery: replay } as const]),
    ...(run === undefined ? [] : [{ kind: "run", run } as const]),
    ...(queued ? [{ kind: "queued" } as const] : []),
  ];
  const [mode] = modes;
  if (modes.length > 1)
    throw usage(
      "more than one of STACK, --event, --replay, --run and --queued is given",
      "Give one of them.",
    );
  if (mode) return mode;
  if (env.GITHUB_EVENT_PATH) return { kind: "event" };
  throw usage(
    "nothing says what to dispatch",
    "Name a stack, or run this in a CI job, whose event it then reads.",
  );
}

export async function decideAll(asked: DispatchAsked, mode: DispatchMode): Promise<Decided> {
  const { services, organization: namespace, context } = asked;
  const { signal } = context;
  switch (mode.kind) {
    case "hand":
      return { runs: [await byHand(asked, mode.stack)] };
    case "event": {
      const { delivery, isNew } = await storeDelivery(services, namespace, jobEvent(asked));
      return await planned(asked, await planStoredDelivery(services, delivery.metadata, signal), isNew);
    }
    case "replay": {
      const spec = await storedSpec(asked, mode.delivery);
      const now = services.now().toISOString();
      const replayed = replayDelivery({ name: mode.delivery, spec, now, request: randomUUID() });
      const { delivery } = await storeSpec(services, namespace, replayed);
      return await planned(asked, await planStoredDelivery(services, delivery.metadata, signal), true);
    }
    case "run":
      return { runs: await runsNamed(asked, [mode.run]) };
    case "queued": {
      const fields = [{ field: "status.phase", equals: true, value: "Queued" }];
      const all = await services.store.read((reader) =>
        Array.fromAsync(reader.each(agentDispatchRun, { namespace, fields })),
      );
      return { runs: all.filter(({ status }) => status.reason !== "CONCURRENCY_QUEUED") };
    }
  }
}

/** The event of the job, or of a file in its place. @throws {IdentikitError} what {@link readCiEvent} throws */
export function jobEvent({ context: { env, cwd }, options }: DispatchAsked): IncomingEvent {
  const path = options.event === undefined ? env.GITHUB_EVENT_PATH : resolve(cwd, options.event);
  const payload = readEventFile(path ?? "", mostWebhookBytes);
  const incoming = readCiEvent({ forge: hostOf(env).dialect, env, payload });
  // A payload without a sender, as a schedule's, is caused by whom the runner names.
  const actor = incoming.facts.actor ?? env.GITHUB_ACTOR;
  return actor === undefined ? incoming : { ...incoming, facts: { ...incoming.facts, actor } };
}

/** @throws {IdentikitError} `NOT_FOUND` */
export async function storedSpec({ services, organization: namespace }: DispatchAsked, name: string) {
  const found = await services.store.read((reader) => reader.get(webhookDelivery, { namespace, name }));
  if (found) return found.spec;
  throw new IdentikitError("NOT_FOUND", `there is no delivery ${name} in ${namespace}`, {
    remedy: "Run identikit get webhookdeliveries.",
  });
}

/** What a person asks for: where, as whom, of which kind. */
export async function handStart({ context, options, services, organization }: DispatchAsked, stack: string) {
  const { env, signal } = context;
  const repository = options.repository ?? env.GITHUB_REPOSITORY;
  if (repository === undefined || !repositoryName.safeParse(repository).success)
    throw usage("no repository is named as OWNER/REPO", "Add --repository OWNER/REPO.");
  const { ref } = options;
  const pullRequest = numberOf(options.pullRequest);
  const place = await services.repositories.placeOf({ repository, ref, pullRequest }, signal);
  const found = await services.store.read((reader) =>
    reader.get(agentStack, { namespace: organization, name: stack }),
  );
  return {
    organization,
    stack,
    repository,
    place,
    taskKind: options.taskKind ?? found?.spec.taskKinds?.[0] ?? "task",
    // In a job the runner says who started it; elsewhere the forge says whose token it is.
    actor: (env.GITHUB_RUN_ID ? env.GITHUB_ACTOR : undefined) ?? (await services.facts.ownLogin(repository)),
    prompt: options.task,
    contextLabels: options.label,
    memoryRef: options.memoryRef,
  };
}

async function byHand(asked: DispatchAsked, stack: string): Promise<DispatchRun> {
  return await dispatchByHand(asked.services, await handStart(asked, stack), asked.context.signal);
}

async function planned(asked: DispatchAsked, plan: PlannedDelivery, isNew: boolean): Promise<Decided> {
  const names = plan.executions.flatMap(({ spec: { decision, run } }) =>
    run === undefined || decision === "Coalesced" ? [] : [run],
  );
  const released = plan.decidedRun === undefined ? [] : await releasedRuns(asked, plan.decidedRun);
  return { planned: plan, isNew, runs: [...released, ...(await runsNamed(asked, names))] };
}

/** A run that waited to begin, looked at again after a comment has decided about it; nothing of one that has begun. */
async function releasedRuns(asked: DispatchAsked, name: string): Promise<readonly DispatchRun[]> {
  const [waiting] = await runsNamed(asked, [name]);
  if (waiting?.status.phase !== "Waiting" || (waiting.status.attempts ?? 0) > 0) return [];
  await admitStoredRun(asked.services, waiting, asked.context.signal);
  return await runsNamed(asked, [name]);
}

/** @throws {IdentikitError} `NOT_FOUND` */
async function runsNamed(
  { services: { store }, organization: namespace }: DispatchAsked,
  names: readonly string[],
): Promise<DispatchRun[]> {
  return await store.read(async (reader) => {
    const runs: DispatchRun[] = [];
    for (const name of names) {
      const run = await reader.get(agentDispatchRun, { namespace, name });
      if (!run)
        throw new IdentikitError("NOT_FOUND", `there is no run ${name} in ${namespace}`, {
          remedy: "Run identikit get runs.",
        });
      runs.push(run);
    }
    return runs;
  });
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usage(
    `${JSON.stringify(text)} is not the number of a pull request`,
    "Give a whole number, such as 12.",
  );
}

function usage(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy });
}
