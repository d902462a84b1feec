import { IdentikitError } from "../../fault/error.ts";
import { isOver } from "../dispatch/run-status.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { workItem } from "../kinds/record/work-item.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import type { SqlStore } from "../store/sql-store.ts";

/** Asks the forge how an issue or a pull request is. */
export interface WorkItemForge {
  /**
   * @returns nothing where it is not an issue or pull request, or not there
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  isClosed(
    item: { readonly repository: string; readonly kind: string; readonly id: string },
    signal: AbortSignal,
  ): Promise<boolean | undefined>;
}

/** How often the forge is asked about an item: it tells nobody that one was opened again. */
const askEveryMs = 10 * 60_000;

/**
 * Says of a work item whether a run works on it, or it is closed on the forge. What the forge does not answer keeps a closed item closed.
 * @returns when to look again, in milliseconds; nothing where nobody can be asked
 */
export async function settleWorkItem(
  { store, items }: { readonly store: SqlStore; readonly items?: WorkItemForge | undefined },
  key: ResourceKey,
  signal: AbortSignal,
): Promise<number | undefined> {
  const seen = await store.read((reader) => reader.get(workItem, key));
  if (!seen) return undefined;
  const isClosed = (await answerOf(items, seen, signal)) ?? (items && seen.status.phase === "Done");
  await store.write(async (writer) => {
    const item = await writer.hold(workItem, key);
    if (!item) return;
    const phase = (await isWorkedOn(writer, item)) ? "InProgress" : isClosed ? "Done" : "Open";
    if (phase !== item.status.phase) await writer.setStatus(workItem, key, { ...item.status, phase });
  });
  return items ? askEveryMs : undefined;
}

async function answerOf(
  items: WorkItemForge | undefined,
  { spec: { repository, target } }: Resource<typeof workItem>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  try {
    return await items?.isClosed({ repository, kind: target.kind, id: target.id }, signal);
  } catch (caught) {
    signal.throwIfAborted();
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

async function isWorkedOn(
  reader: ResourceReader,
  { metadata: { namespace }, spec: { runs = [] } }: Resource<typeof workItem>,
): Promise<boolean> {
  // The newest run is the likeliest to be under way.
  for (const name of runs.toReversed()) {
    const run = await reader.get(agentDispatchRun, { namespace, name });
    if (run && !isOver(run)) return true;
  }
  return false;
}
