import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import { comparePaths } from "../../tree/path.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import {
  type MemoryProposal,
  memoryProposal,
  proposalProblems,
  proposalText,
} from "../memory/memory-proposal.ts";
import type { MemoryStore } from "../memory/memory-store.ts";
import type { AskedRequest } from "../outbox/asked-request.ts";
import type { Declared, Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { derivedName } from "../triggers/derived-name.ts";

type MemoryRepository = Resource<typeof agentMemoryRepository>;

/** A proposal of a change of the memory, to be stored. */
export interface ProposedUpdate {
  readonly object: Declared<typeof agentMemoryUpdate>;
  readonly problems: readonly string[];
  /** Its canonical text, which `artifactDigest` is of. */
  readonly content: Uint8Array;
}

export interface MemoryPorts {
  readonly store: ResourceStore;
  /** The git repository of a memory, where it is at hand. */
  readonly memory?: ((repository: MemoryRepository["spec"]) => MemoryStore | undefined) | undefined;
}

/** The memory that a run was given: its repository, and the commit that it saw. */
export async function memoryOfRun(
  store: ResourceStore,
  { metadata: { namespace }, status }: DispatchRun,
): Promise<{ readonly repository: MemoryRepository; readonly commit: string } | undefined> {
  const { contextBundle: name } = status;
  if (name === undefined) return undefined;
  return await store.read(async (reader) => {
    const memory = (await reader.get(agentContextBundle, { namespace, name }))?.spec.memory;
    if (!memory) return undefined;
    const repository = await reader.get(agentMemoryRepository, { namespace, name: memory.repository });
    return repository && { repository, commit: memory.commit };
  });
}

/**
 * What a run proposes for the memory that it was given, each with what is wrong with it. A run that was given none proposes nothing: its
 * request is refused when its write-backs are planned.
 */
export async function memoryUpdates(
  { store, memory }: MemoryPorts,
  run: DispatchRun,
  requests: readonly AskedRequest[],
  signal: AbortSignal,
): Promise<readonly ProposedUpdate[]> {
  const asked = requests.filter(({ request }) => request.type === "memory_update");
  const given = asked.length === 0 ? undefined : await memoryOfRun(store, run);
  if (!given) return [];
  const { repository, commit } = given;
  const content = await contentAt(memory?.(repository.spec), commit, signal);
  return asked.flatMap(({ request }) => {
    if (request.type !== "memory_update") return [];
    const proposal = proposalOf(request.files, repository.metadata.name, commit);
    const bytes = Buffer.from(proposalText(proposal));
    const artifactDigest = digestOf(bytes);
    const { namespace, name } = run.metadata;
    const spec = {
      run: name,
      repository: repository.metadata.name,
      base: commit,
      artifactDigest,
      title: request.title,
      paths: proposal.files.map(({ path }) => path),
      reviewers: (repository.spec.owners ?? []).slice(0, 50),
    };
    const object = {
      kind: agentMemoryUpdate.kind,
      metadata: { namespace, name: derivedName("memory", name, artifactDigest) },
      spec: agentMemoryUpdate.spec.parse(spec),
    };
    return [{ object, problems: proposalProblems(proposal, content, repository.spec.kinds), content: bytes }];
  });
}

/** The last word on a path counts. */
export function proposalOf(files: MemoryProposal["files"], repository: string, base: string): MemoryProposal {
  const last = new Map(files.map((file) => [file.path, file]));
  const ordered = [...last.values()].sort((a, b) => comparePaths(a.path, b.path));
  return memoryProposal.parse({ version: 1, repository, base, files: ordered });
}

/** A memory that cannot be read now is one that is not at hand: what depends on it alone is not checked. */
async function contentAt(store: MemoryStore | undefined, commit: string, signal: AbortSignal) {
  try {
    return await store?.read(commit, signal);
  } catch (caught) {
    if (caught instanceof IdentikitError && caught.code === "MEMORY_UNREADABLE") return undefined;
    throw caught;
  }
}
