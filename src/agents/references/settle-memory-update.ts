import { IdentikitError } from "../../fault/error.ts";
import { phaseOf } from "../approvals/approval-state.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { SqlStore } from "../store/sql-store.ts";

/** Asks the forge what became of a pull request. */
export interface MergeForge {
  /**
   * @param number of the pull request
   * @returns when it was merged, RFC 3339; nothing where it is not, or is not there
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  mergedAt(repository: string, number: number, signal: AbortSignal): Promise<string | undefined>;
}

type Update = Resource<typeof agentMemoryUpdate>;

/** How often the forge is asked about a pull request that is open. */
const askEveryMs = 10 * 60_000;

/**
 * Says what became of a proposed change of the memory: Rejected where somebody said no, Merged where its pull request was merged.
 * @returns when to look again, in milliseconds; nothing where nothing can come any more, or nobody can be asked
 */
export async function settleMemoryUpdate(
  { store, merges }: { readonly store: SqlStore; readonly merges?: MergeForge | undefined },
  key: ResourceKey,
  signal: AbortSignal,
): Promise<number | undefined> {
  const seen = await store.read(async (reader) => {
    const update = await reader.get(agentMemoryUpdate, key);
    return update && { update, repository: await repositoryOf(reader, update) };
  });
  if (!seen) return undefined;
  const { phase } = seen.update.status;
  if (phase !== "Proposed" && phase !== "Approved") return undefined;
  const mergedAt = phase === "Approved" ? await mergeOf(merges, seen, signal) : undefined;
  await store.write(async (writer) => {
    const update = await writer.hold(agentMemoryUpdate, key);
    if (update?.status.phase !== phase) return;
    if (mergedAt !== undefined)
      await writer.setStatus(agentMemoryUpdate, key, { ...update.status, phase: "Merged", mergedAt });
    else if (phase === "Proposed" && (await isRejected(writer, update)))
      await writer.setStatus(agentMemoryUpdate, key, { ...update.status, phase: "Rejected" });
  });
  return phase === "Approved" && merges && mergedAt === undefined ? askEveryMs : undefined;
}

async function repositoryOf(reader: ResourceReader, { metadata, spec }: Update): Promise<string | undefined> {
  const { namespace } = metadata;
  const repository = await reader.get(agentMemoryRepository, { namespace, name: spec.repository });
  return repository?.spec.repositoryRef.name;
}

async function mergeOf(
  merges: MergeForge | undefined,
  { update, repository }: { readonly update: Update; readonly repository: string | undefined },
  signal: AbortSignal,
): Promise<string | undefined> {
  // GitHub's address ends in pull/N, Gitea's in pulls/N.
  const [, number] = /\/pulls?\/([1-9][0-9]{0,9})$/.exec(update.status.pullRequest ?? "") ?? [];
  if (!merges || repository === undefined || number === undefined) return undefined;
  try {
    return await merges.mergedAt(repository, Number(number), signal);
  } catch (caught) {
    signal.throwIfAborted();
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

async function isRejected(reader: ResourceReader, { metadata, spec }: Update): Promise<boolean> {
  if (spec.run === undefined) return false;
  const fields = parseFieldSelector(`spec.run=${spec.run}`);
  for await (const approval of reader.each(agentApproval, { namespace: metadata.namespace, fields }))
    if (approval.spec.artifact === metadata.name && phaseOf(approval) === "Rejected") return true;
  return false;
}
