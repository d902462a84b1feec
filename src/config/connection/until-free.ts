import { pause } from "../../fault/stopped.ts";
import { LockWait } from "./lock-wait.ts";

/** How a lock is waited for. */
export interface LockPatience {
  readonly milliseconds: number;
  readonly signal: AbortSignal | undefined;
  /** Who holds the lock, for messages; asked when patience is at its end. */
  readonly holder: () => string | undefined;
}

/**
 * Tries until it works, a little later each time.
 * @throws {LockWait}
 */
export async function untilFree(attempt: () => boolean, patience: LockPatience): Promise<void> {
  const { milliseconds, signal, holder } = patience;
  for (let waited = 0, next = 2; !attempt(); waited += next, next = Math.min(next * 2, 50)) {
    if (waited >= milliseconds) throw new LockWait("SQLITE_BUSY", holder());
    await pause(next, signal);
  }
}
