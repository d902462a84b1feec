import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits.
 * @throws what `signal` was aborted with
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (caught) {
    signal?.throwIfAborted();
    throw caught;
  }
}
