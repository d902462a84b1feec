import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import type { TargetHeads } from "../approvals/approval-controller.ts";
import type { RunCondition } from "../dispatch/run-conditions.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import type { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { isInSource } from "../memory/memory-access.ts";
import { memoryHealth, readMemory } from "../memory/memory-health.ts";
import type { MemoryRecord } from "../memory/memory-record.ts";
import type { MemoryStore } from "../memory/memory-store.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { notKnown, notSo, so } from "./named-objects.ts";

type Repository = Resource<typeof agentMemoryRepository>;

/** Where memories are read, and what the forge says of them. */
export interface MemoryAtHand {
  /** The checkout of a memory repository; nothing where none is at hand. */
  readonly memory?: ((spec: Repository["spec"]) => MemoryStore | undefined) | undefined;
  /** Left out where no forge can be asked. */
  readonly heads?: TargetHeads | undefined;
}

/** What a look at a memory repository came to. */
export interface LookedAtMemory {
  readonly conditions: readonly RunCondition[];
  readonly seen: Partial<z.output<typeof agentMemoryRepository.status>>;
}

const notAtHand = [
  "MemoryNotHere",
  "No checkout of the memory repository is at hand.",
  "Give the controllers a checkout of it, with its history: --memory DIR.",
] as const;

/** Reads a memory at the tip of its branch, and says how its records are and whether that is its newest commit. */
export async function repositoryConditions(
  at: MemoryAtHand,
  { spec }: Repository,
  now: Date,
  signal: AbortSignal,
): Promise<LookedAtMemory> {
  const read = await readAt(at, spec, signal);
  if (!read)
    return { conditions: ["Healthy", "Fresh"].map((type) => notKnown(type, ...notAtHand)), seen: {} };
  if (read instanceof IdentikitError) {
    const { message, remedy } = read;
    const fresh = notKnown("Fresh", "Unreadable", "It could not be read.", remedy);
    return { conditions: [notSo("Healthy", "Unreadable", message, { remedy }), fresh], seen: {} };
  }
  const { content, records } = read;
  const health = memoryHealth(content, records, { staleAfter: spec.staleAfter, now: now.toISOString() });
  const [first] = health.malformed;
  const healthy = first
    ? notSo(
        "Healthy",
        "RecordMalformed",
        `${first.path}: ${first.problem}; ${health.malformed.length} in all.`,
        {
          remedy: "Put the front matter of these records right.",
        },
      )
    : so("Healthy", "Healthy", `It has ${health.files} records, all of them well formed.`);
  return {
    conditions: [healthy, await freshness(at, spec, content.commit, signal)],
    seen: {
      commit: content.commit,
      files: health.files,
      stale: health.stale.length,
      brokenLinks: health.brokenLinks.length,
    },
  };
}

/** Whether a source leads to one memory repository, and its paths to records there. */
export async function sourceCondition(
  at: MemoryAtHand & { readonly store: ResourceStore },
  { metadata: { namespace }, spec }: Resource<typeof agentMemorySource>,
  signal: AbortSignal,
): Promise<RunCondition> {
  const type = "Resolved";
  const all = await at.store.read((reader) =>
    Array.fromAsync(reader.each(agentMemoryRepository, { namespace })),
  );
  const found = all.filter(
    ({ metadata }) => spec.repository === undefined || metadata.name === spec.repository,
  );
  const [repository] = found;
  if (!repository || found.length > 1) {
    const wanted = spec.repository === undefined ? "the only one" : spec.repository;
    return notSo(type, "ReferenceMissing", `There are ${found.length} memory repositories for ${wanted}.`, {
      remedy: "Declare the AgentMemoryRepository, and name it in the source where there are several.",
    });
  }
  const read = await readAt(at, repository.spec, signal);
  if (!read) return notKnown(type, ...notAtHand);
  if (read instanceof IdentikitError) return notKnown(type, "Unreadable", read.message, read.remedy);
  const own = read.records.filter((record) => isInSource(spec, record));
  if (own.length > 0)
    return so(type, "Resolved", `It leads to ${own.length} records of ${repository.metadata.name}.`);
  return notSo(type, "NoRecords", `Its paths and kinds lead to no record of ${repository.metadata.name}.`, {
    remedy: "Write paths of the memory repository into include, or leave it out for all of them.",
  });
}

async function readAt({ memory }: MemoryAtHand, spec: Repository["spec"], signal: AbortSignal) {
  const store = memory?.(spec);
  if (!store) return undefined;
  try {
    const { ref, name } = spec.repositoryRef;
    const commit = await store.resolve(`refs/heads/${ref}`, signal);
    if (commit === undefined)
      return new IdentikitError("MEMORY_UNREADABLE", `the checkout of ${name} has no branch ${ref}`, {
        remedy: `Fetch ${ref} of ${name}, or name another branch in repositoryRef.`,
      });
    const content = await store.read(commit, signal);
    const records: readonly MemoryRecord[] = readMemory(content, spec.kinds);
    return { content, records };
  } catch (caught) {
    signal.throwIfAborted();
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
}

async function freshness(
  { heads }: MemoryAtHand,
  { repositoryRef: { name: repository, ref } }: Repository["spec"],
  commit: string,
  signal: AbortSignal,
): Promise<RunCondition> {
  const type = "Fresh";
  const remedy = "Give the controllers a token of the forge (IDENTIKIT_HOST_TOKEN) that may read it.";
  if (!heads)
    return notKnown(type, "ForgeNotAsked", `It was read at ${commit}; nobody asked the forge.`, remedy);
  try {
    const newest = await heads.headOf({ repository, kind: "branch", id: ref }, signal);
    if (newest === commit) return so(type, "Fresh", `${commit} is the newest commit of ${ref}.`);
    return notSo(
      type,
      "Behind",
      `It was read at ${commit}; ${ref} is at ${newest ?? "nothing"} on the forge.`,
      {
        remedy: "Fetch the checkout that the controllers read.",
      },
    );
  } catch (caught) {
    signal.throwIfAborted();
    if (!(caught instanceof IdentikitError)) throw caught;
    return notKnown(type, "ForgeNotAsked", caught.message, caught.remedy);
  }
}
