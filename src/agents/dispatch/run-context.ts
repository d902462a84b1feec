import { isRecord } from "../../fault/thrown.ts";
import { canWrite } from "../admission/trust/trust-tier.ts";
import {
  assembleContext,
  type ContextBundleSpec,
  type ContextData,
  type PromptInstruction,
} from "../context/context-bundle.ts";
import { labelInstruction, labelsForRun, type StoredLabel } from "../context/context-labels.ts";
import type { HostFacts } from "../kinds/actor.ts";
import { agentContextLabel } from "../kinds/config/agent-context-label.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { factsOfDelivery } from "../triggers/delivery.ts";
import type { EventFacts } from "../triggers/event-facts.ts";
import type { LaunchServices } from "./launch-services.ts";
import { type RunMemory, runMemory } from "./run-memory.ts";
import type { DispatchRun } from "./run-status.ts";

/** What it takes to put a context together: less than a launch takes, and nothing that is secret. */
export type ContextServices = Pick<LaunchServices, "repositories" | "host" | "store" | "memory" | "now">;

/** What the context of a run is made of. */
export interface ContextParts {
  readonly run: DispatchRun;
  readonly stack: Resource<typeof agentStack>;
  readonly delivery: Resource<typeof webhookDelivery> | undefined;
  readonly labels: readonly StoredLabel[];
  readonly host: HostFacts;
}

/** What a run is told, and what it was shown of the memory. */
export interface AssembledContext {
  readonly bundle: ContextBundleSpec;
  readonly memory: RunMemory | undefined;
}

/**
 * Puts together what a run is told: the stack's words, labels, the task, and behind them the event, the files of labels and what there
 * is of memory, as data.
 * @throws {IdentikitError} `CONTEXT_TOO_LARGE`, `CONTEXT_REFUSED`, `MEMORY_TIME_UNCLEAR`, `MEMORY_UNREADABLE`; `HOST_UNREACHABLE`,
 * `HOST_DENIED`
 */
export async function runContext(
  services: ContextServices,
  parts: ContextParts,
  signal: AbortSignal,
): Promise<AssembledContext> {
  const { run, stack, delivery } = parts;
  const facts = delivery && factsOfDelivery(delivery.spec);
  const labels = labelsForRun({
    asked: [...new Set([...(stack.spec.contextLabels ?? []), ...(run.spec.contextLabels ?? [])])],
    facts: { type: run.spec.source, repository: run.spec.repository, labels: facts?.labels ?? [] },
    labels: parts.labels,
  });
  const memory = await runMemory(services, parts, signal);
  const bundle = await assembleContext({
    run: run.metadata.name,
    instructions: instructionsOf(run, stack, labels),
    data: [
      ...eventData(parts, facts),
      ...(await attachedFiles(services, run, labels, signal)),
      ...(memory?.data ?? []),
    ],
    ...(memory ? { memory: memory.memory } : {}),
    createdAt: services.now().toISOString(),
  });
  return { bundle, memory };
}

export async function storedLabels(reader: ResourceReader, namespace: string): Promise<StoredLabel[]> {
  const labels = await Array.fromAsync(reader.each(agentContextLabel, { namespace, limit: 5000 }));
  return labels.map(({ metadata: { name, generation }, spec }) => ({ name, generation, spec }));
}

function instructionsOf(
  { spec: { prompt, taskKind } }: DispatchRun,
  { spec }: ContextParts["stack"],
  labels: readonly StoredLabel[],
): PromptInstruction[] {
  const { text, append } = spec.prompt ?? {};
  return [
    ...(text === undefined ? [] : [{ layer: "stack", text }]),
    ...labels.map(labelInstruction),
    { layer: "task", text: prompt ?? `The task is of the kind ${taskKind}.` },
    ...(append === undefined ? [] : [{ layer: "stack, behind the task", text: append }]),
  ];
}

/** What the event says, each text with who wrote it: only of those who can write to the repository it is the team's own. */
function eventData({ run, delivery, host }: ContextParts, facts: EventFacts | undefined): ContextData[] {
  if (!delivery || !facts) return [];
  const { payload } = delivery.spec;
  const { type, event, action, repository, actor, refs, url, label, workflow, job, check, conclusion } =
    facts;
  const summary = {
    type,
    event,
    action,
    repository,
    actor,
    refs,
    url,
    label,
    workflow,
    job,
    check,
    conclusion,
  };
  const isTeam = (author: string | undefined) =>
    author?.toLowerCase() === host.actor.toLowerCase() && canWrite(host.permission) && !host.isFork;
  const written = (kind: "issue" | "pull_request", value: unknown): ContextData[] => {
    if (!isRecord(value)) return [];
    const author = loginOf(value.user);
    const texts = [value.title, value.body].filter((text) => typeof text === "string" && text !== "");
    if (texts.length === 0) return [];
    const trust = isTeam(author) ? "data" : "stranger";
    return [{ kind, name: String(facts.number ?? ""), url, author, trust, text: texts.join("\n\n") }];
  };
  const object = isRecord(payload) ? payload : {};
  const comment: ContextData[] =
    facts.comment === undefined
      ? []
      : [
          {
            kind: "comment",
            name: url ?? "comment",
            url,
            author: actor,
            trust: isTeam(actor) ? "data" : "stranger",
            text: facts.comment,
          },
        ];
  return [
    {
      kind: "event",
      name: run.spec.delivery ?? event,
      trust: "data",
      text: JSON.stringify(summary, undefined, 2),
    },
    ...written("pull_request", object.pull_request),
    ...written("issue", object.issue),
    ...comment,
  ];
}

function loginOf(user: unknown): string | undefined {
  return isRecord(user) && typeof user.login === "string" ? user.login : undefined;
}

/** The files that labels and the run name, at the commit that the work starts from: a pull request cannot change what is read here. */
async function attachedFiles(
  { repositories }: ContextServices,
  { spec: { repository, sourceRefs, attachments = [] } }: DispatchRun,
  labels: readonly StoredLabel[],
  signal: AbortSignal,
): Promise<ContextData[]> {
  const commit = sourceRefs.base ?? sourceRefs.head;
  const named = [
    ...labels.flatMap(({ spec }) =>
      (spec.attachments ?? []).map(({ path, as }) => ({ path, name: as ?? path })),
    ),
    ...attachments.map((path) => ({ path, name: path })),
  ];
  const data: ContextData[] = [];
  for (const { path, name } of named) {
    const text =
      commit === undefined ? undefined : await repositories.fileAt(repository, commit, path, signal);
    data.push({
      kind: "file",
      name: commit === undefined ? name : `${name} at ${commit.slice(0, 12)}`,
      trust: "data",
      text: text ?? "(there is no such file)",
    });
  }
  return data;
}
