import type { Controller } from "../../../src/agents/control/controller.ts";
import { WatchedKeys } from "../../../src/agents/control/watched-keys.ts";
import type { ResourceChange, ResourceStore } from "../../../src/agents/resource/resource-store.ts";
import type { WorkKey } from "../../../src/agents/store/queue/work-queue.ts";

/** What a change makes a controller look at. */
export function keysOfChange(
  store: ResourceStore,
  { watches }: Controller,
  change: ResourceChange,
): Promise<readonly WorkKey[]> {
  return store.read(async (reader) => {
    const keys = new WatchedKeys(watches, reader);
    for (const watch of watches) if (watch.kind.kind === change.object.kind) await keys.add(watch, change);
    return keys.found;
  });
}
