import { foldedName } from "../../../agents/admission/folded-name.ts";
import { groupsWithin, repositoryGroup } from "../../../agents/admission/rbac/identity.ts";
import { agentMemoryRepository } from "../../../agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../../agents/kinds/config/agent-memory-source.ts";
import { type VisibleMemory, visibleMemory } from "../../../agents/memory/memory-access.ts";
import { type MemoryHealth, memoryHealth, readMemory } from "../../../agents/memory/memory-health.ts";
import type { MemoryStore } from "../../../agents/memory/memory-store.ts";
import { type ResolvedMemory, resolveMemory } from "../../../agents/memory/memory-time.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { IdentikitError } from "../../../fault/error.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { PageAsk } from "../../page/page-ask.ts";

/** What the pages of the memory have in common: which repository, at which state, and where the others are. */
export interface MemoryPlace {
  readonly repository?: string | undefined;
  readonly repositories: readonly string[];
  /** What was asked for, such as two days ago, and what it means. */
  readonly asked: string;
  readonly commit?: string | undefined;
  /** RFC 3339. */
  readonly moment?: string | undefined;
  /** Why it cannot be read now. */
  readonly problem?: string | undefined;
  readonly remedy?: string | undefined;
  /** Records that the viewer may not see. */
  readonly withheld: number;
  readonly tabs: readonly { readonly word: string; readonly href: string }[];
}

/** A state of the memory, as far as its viewer may see it. */
export interface ReadMemory {
  readonly store: MemoryStore;
  readonly resolved: ResolvedMemory;
  readonly visible: VisibleMemory;
  readonly health: MemoryHealth;
  /** The newest commit of the branch. */
  readonly newest: string | undefined;
}

/** What is read of the database of objects; the rest is in git, and is read afterwards. */
export interface MemoryAsk {
  readonly ask: PageAsk;
  readonly repository: Resource<typeof agentMemoryRepository> | undefined;
  readonly repositories: readonly string[];
  readonly sources: readonly Resource<typeof agentMemorySource>[];
}

/** How long reading may take, in milliseconds. */
const patienceMs = 20_000;

export async function askForMemory(ask: PageAsk): Promise<MemoryAsk> {
  const { objects, query } = ask;
  const all = (await objects.list(agentMemoryRepository, { limit: 100 })).items;
  const asked = query.get("repository");
  const repository = all.find(({ metadata }) => metadata.name === asked) ?? all[0];
  const sources = (await objects.listed(agentMemorySource, { limit: 500 }))?.items ?? [];
  const own = sources.filter(
    ({ spec }) => spec.repository === undefined || spec.repository === repository?.metadata.name,
  );
  return { ask, repository, repositories: all.map(({ metadata }) => metadata.name), sources: own };
}

/** Reads the memory in git: at a time, ref or commit, as the viewer may see it. What cannot be read is said. */
export async function readMemoryOf(
  asked: MemoryAsk,
): Promise<{ readonly place: MemoryPlace; readonly memory?: ReadMemory | undefined }> {
  const { ask, repository } = asked;
  const at = (ask.query.get("at") ?? "").trim().slice(0, 200) || "now";
  const place = placeOf(asked, at);
  if (!repository) return { place: { ...place, problem: "No memory repository is declared." } };
  const store = ask.sources.memory(repository.spec);
  if (!store)
    return {
      place: {
        ...place,
        problem: `A checkout of ${repository.spec.repositoryRef.name} is not at hand here.`,
        remedy: "Check it out with its history, and name it: identikit serve --memory DIR.",
      },
    };
  try {
    const memory = await read(asked, repository, store, at);
    const { commit, at: moment } = memory.resolved;
    return { place: { ...place, commit, moment, withheld: memory.visible.withheld }, memory };
  } catch (caught) {
    if (!(caught instanceof IdentikitError)) throw caught;
    return { place: { ...place, problem: caught.message, remedy: caught.remedy } };
  }
}

async function read(
  { ask, sources }: MemoryAsk,
  { spec }: Resource<typeof agentMemoryRepository>,
  store: MemoryStore,
  asked: string,
): Promise<ReadMemory> {
  const signal = AbortSignal.timeout(patienceMs);
  const branch = spec.repositoryRef.ref;
  const resolved = await resolveMemory(store, { asked, branch, now: ask.now, signal });
  const content = await store.read(resolved.commit, signal);
  const records = readMemory(content, spec.kinds);
  const { name, groups = [] } = ask.viewer;
  const visible = visibleMemory(
    records,
    sources.map((source) => source.spec),
    {
      user: foldedName(name),
      groups,
      // As the forge said it when they signed in.
      mayRead: groups.flatMap(groupsWithin).includes(repositoryGroup("read", spec.repositoryRef.name)),
    },
  );
  const health = memoryHealth(content, visible.records, {
    ...{ staleAfter: spec.staleAfter, now: ask.now.toISOString() },
  });
  return { store, resolved, visible, health, newest: await store.resolve(`refs/heads/${branch}`, signal) };
}

function placeOf({ ask, repository, repositories }: MemoryAsk, at: string): MemoryPlace {
  const { organization } = ask;
  const name = repository?.metadata.name;
  const to = (word: string, ...parts: readonly string[]) => ({
    word,
    href: withQuery(addressOf(organization, "agents", "memory", ...parts), {
      repository: repositories.length > 1 ? name : undefined,
      at: at === "now" ? undefined : at,
    }),
  });
  return {
    ...{ repository: name, repositories, asked: at, withheld: 0 },
    tabs: [to("Health"), to("Graph", "graph"), to("Search", "search"), to("Updates", "updates")],
  };
}
