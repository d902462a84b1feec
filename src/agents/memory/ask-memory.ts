import { randomUUID } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { rightText } from "../admission/decision/access-findings.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import type { AccessState, Organization } from "../admission/rbac/access-state.ts";
import { permissionFor } from "../admission/rbac/rights.ts";
import type { Actor, HostFacts } from "../kinds/actor.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { agentMemoryQuery } from "../kinds/record/agent-memory.ts";
import { apiGroup, type Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { readAccessState } from "../snapshot/read-snapshot.ts";
import { visibleMemory } from "./memory-access.ts";
import { readMemory } from "./memory-health.ts";
import { type MemoryAnswer, type MemoryQuery, searchMemory } from "./memory-search.ts";
import type { MemoryStore } from "./memory-store.ts";
import { type ResolvedMemory, resolveMemory } from "./memory-time.ts";

export interface AskMemoryPorts {
  readonly store: ResourceStore;
  readonly organizations: readonly Organization[];
  readonly now: () => Date;
  /** What the forge says of somebody and the memory's repository; nothing where it cannot be asked. */
  readonly factsOf: (
    actor: Actor,
    repository: string,
  ) => Promise<Pick<HostFacts, "permission" | "teams"> | undefined>;
  /** The git repository of a memory, where it is at hand. */
  readonly memory?: ((repository: MemoryRepository["spec"]) => MemoryStore | undefined) | undefined;
}

/** What somebody looks up in the memory. */
export interface AskedOfMemory extends MemoryQuery {
  readonly namespace: string;
  readonly by: Actor;
  /** The name of the memory repository; the only one if left out. */
  readonly repository?: string | undefined;
  /** The state of the memory, such as `two days ago`; the newest if left out. */
  readonly at?: string | undefined;
}

export interface AnsweredQuery extends MemoryAnswer {
  readonly query: Resource<typeof agentMemoryQuery>;
  readonly state: ResolvedMemory;
}

type MemoryRepository = Resource<typeof agentMemoryRepository>;

/**
 * Looks something up in the memory for somebody, and writes down who asked, and what they were shown or that they may not ask.
 * @throws {IdentikitError} `POLICY_DENIED`, which is on record as Denied; `MEMORY_UNREADABLE`, `MEMORY_TIME_UNCLEAR`; the faults of the
 * host and the database
 */
export async function askMemory(
  ports: AskMemoryPorts,
  asked: AskedOfMemory,
  signal: AbortSignal,
): Promise<AnsweredQuery> {
  const { namespace, by } = asked;
  const { repository, sources, access } = await ports.store.read(async (reader) => {
    const all = await Array.fromAsync(reader.each(agentMemoryRepository, { namespace }));
    const found = onlyOne(all, asked.repository);
    const declared = await Array.fromAsync(reader.each(agentMemorySource, { namespace }));
    return {
      repository: found,
      sources: declared.filter(
        ({ spec }) => (spec.repository ?? found.metadata.name) === found.metadata.name,
      ),
      access: await readAccessState(reader, ports.organizations),
    };
  });
  const place = repository.spec.repositoryRef;
  const host = await ports.factsOf(by, place.name);
  const viewer = viewerOf(access, { namespace, by, host, place: place.name });
  if ("refusal" in viewer) {
    const message = `${by.name} may not search the memory ${repository.metadata.name}: ${viewer.refusal}`;
    await record(ports, asked, { phase: "Denied", message: message.slice(0, 1000) });
    throw new IdentikitError("POLICY_DENIED", message, {
      remedy: `Ask somebody who administers ${place.name} for the permission to read it.`,
    });
  }
  const store = ports.memory?.(repository.spec);
  if (!store)
    throw unreadable(
      `the memory ${repository.metadata.name} is not at hand`,
      `Check out ${place.name} with its history, and name it: identikit serve --memory DIR.`,
    );
  const state = await resolveMemory(store, {
    ...{ asked: asked.at ?? "now", branch: place.ref, now: ports.now(), signal },
  });
  const records = readMemory(await store.read(state.commit, signal), repository.spec.kinds);
  const visible = visibleMemory(
    records,
    sources.map(({ spec }) => spec),
    { ...viewer, mayRead: true },
  );
  const answer = searchMemory(visible, asked);
  const query = await record(ports, asked, {
    phase: "Answered",
    commit: state.commit,
    records: answer.hits.map(({ path }) => path),
    withheld: answer.withheld,
  });
  return { ...answer, query, state };
}

/** As whom somebody sees the memory, or why they may not: it takes a role, and the forge's permission to read the repository. */
function viewerOf(
  access: AccessState,
  {
    namespace,
    by,
    host,
    place,
  }: Pick<AskedOfMemory, "namespace" | "by"> & {
    readonly host: Awaited<ReturnType<AskMemoryPorts["factsOf"]>>;
    readonly place: string;
  },
): { readonly user: string; readonly groups: readonly string[] } | { readonly refusal: string } {
  const { who } = whoIs(by, namespace, host, place);
  const right = { verb: "create", resource: "agentmemoryqueries", namespace, apiGroup, repository: place };
  if (!who || !permissionFor(access, who, right)) return { refusal: `they may not ${rightText(right)}` };
  if (host === undefined || host.permission === "none")
    return { refusal: `they may not read ${place} on the forge` };
  return { user: who.name, groups: who.groups };
}

function onlyOne(all: readonly MemoryRepository[], name: string | undefined): MemoryRepository {
  const found = all.filter(({ metadata }) => name === undefined || metadata.name === name);
  const [first] = found;
  if (first && found.length === 1) return first;
  throw unreadable(
    `there are ${found.length} memory repositories ${name === undefined ? "to search" : name}`,
    "Name one of identikit get agentmemoryrepositories.",
  );
}

async function record(
  { store }: AskMemoryPorts,
  { namespace, by, text, paths, kinds }: AskedOfMemory,
  status: Resource<typeof agentMemoryQuery>["status"],
): Promise<Resource<typeof agentMemoryQuery>> {
  const spec = agentMemoryQuery.spec.parse({ by, text, paths, kinds });
  const metadata = { namespace, name: `q-${randomUUID()}` };
  return await store.write((writer) =>
    writer.create(agentMemoryQuery, { kind: agentMemoryQuery.kind, metadata, spec }, status),
  );
}

function unreadable(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("MEMORY_UNREADABLE", problem, { remedy });
}
