import { IdentikitError } from "../../fault/error.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import type { ContextBundleSpec, ContextData } from "../context/context-bundle.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { visibleMemory } from "../memory/memory-access.ts";
import { isStale, readMemory } from "../memory/memory-health.ts";
import { resolveMemory } from "../memory/memory-time.ts";
import type { Resource } from "../resource/resource.ts";
import type { ContextParts, ContextServices } from "./run-context.ts";

/** The memory as a run gets it. */
export interface RunMemory {
  readonly memory: NonNullable<ContextBundleSpec["memory"]>;
  readonly data: ContextData[];
  /** Records that its person may not see. */
  readonly withheld: number;
  /** Whether they may read the memory's repository on the forge. */
  readonly mayRead: boolean;
}

/** Records that are listed at most. */
const mostRecords = 500;

/**
 * The memory of a run: a time or ref that was asked for becomes a commit, and the records that its person may see at that commit are
 * listed. A time is meant as of when the run was queued, however long it waited since.
 * @throws {IdentikitError} `MEMORY_TIME_UNCLEAR`, `MEMORY_UNREADABLE`, also where the memory is not at hand; `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function runMemory(
  services: ContextServices,
  { run, stack, host }: ContextParts,
  signal: AbortSignal,
): Promise<RunMemory | undefined> {
  const { namespace } = run.metadata;
  const asked = run.spec.memoryRef ?? stack.spec.memory?.ref ?? "now";
  if (!stack.spec.memory && run.spec.memoryRef === undefined) return undefined;
  const { sources, repository } = await declaredMemory(services, namespace, stack.spec.memory?.source);
  const store = services.memory?.(repository.spec);
  if (!store)
    throw new IdentikitError("MEMORY_UNREADABLE", `the memory ${repository.metadata.name} is not at hand`, {
      remedy: `Check out ${repository.spec.repositoryRef.name} with its history, and name the checkout with --memory.`,
    });
  const branch = repository.spec.repositoryRef.ref;
  const now = new Date(run.status.queuedAt ?? run.metadata.creationTimestamp);
  const resolved = await resolveMemory(store, { asked, branch, now, signal });
  const content = await store.read(resolved.commit, signal);
  const { who } = whoIs(
    run.spec.requestedBy ?? { kind: "System", name: "unknown" },
    namespace,
    host,
    run.spec.repository,
  );
  const isReader = await mayRead(services, run, repository, signal);
  const visible = visibleMemory(readMemory(content, repository.spec.kinds), sources, {
    user: who?.name ?? "",
    groups: who?.groups ?? [],
    mayRead: isReader,
    repository: run.spec.repository,
  });
  const records = visible.records.slice(0, mostRecords);
  const { staleAfter } = repository.spec;
  const list = records.map(({ path, title, kind = "record" }) => `${path} (${kind}): ${title}`).join("\n");
  return {
    withheld: visible.withheld,
    mayRead: isReader,
    memory: {
      repository: repository.metadata.name,
      ...resolved,
      records: records.map(({ path }) => path),
      stale: records.filter((one) => isStale(one, staleAfter, now.toISOString())).map(({ path }) => path),
    },
    data: [
      {
        kind: "memory",
        name: `${repository.metadata.name} at ${resolved.commit.slice(0, 12)}`,
        trust: "data",
        text: list || "(no records)",
      },
    ],
  };
}

async function declaredMemory({ store }: ContextServices, namespace: string, named: string | undefined) {
  return await store.read(async (reader) => {
    const all = await Array.fromAsync(reader.each(agentMemorySource, { namespace }));
    const sources = all.filter(({ metadata }) => named === undefined || metadata.name === named);
    const repositories = await Array.fromAsync(reader.each(agentMemoryRepository, { namespace }));
    const wanted = sources[0]?.spec.repository;
    const found = repositories.filter(({ metadata }) => wanted === undefined || metadata.name === wanted);
    const [repository] = found;
    if (sources.length > 0 && repository && found.length === 1)
      return { sources: sources.map(({ spec }) => spec), repository };
    throw new IdentikitError("MEMORY_UNREADABLE", "no source of memory leads to one memory repository", {
      remedy: "Declare an AgentMemorySource and the AgentMemoryRepository that it names.",
    });
  });
}

/** For a schedule, which nobody causes, the sources alone say what may be seen. */
async function mayRead(
  { host }: ContextServices,
  { spec: { requestedBy } }: ContextParts["run"],
  { spec: { repositoryRef } }: Resource<typeof agentMemoryRepository>,
  signal: AbortSignal,
): Promise<boolean> {
  if (requestedBy?.kind !== "User") return true;
  const facts = await host.factsOf({ repository: repositoryRef.name, actor: requestedBy.name }, signal);
  return facts.permission !== "none";
}
