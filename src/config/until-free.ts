import { setTimeout as sleep } from "node:timers/promises";
import { IdentikitError } from "../fault/error.ts";

/**
 * Tries until it works, for a minute at most, a little later each time.
 * @throws {IdentikitError} `DATABASE_FAILED`
 */
export async function untilFree(
  attempt: () => boolean,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadlineMs = 60_000;
  for (let waited = 0, pause = 2; !attempt(); waited += pause, pause = Math.min(pause * 2, 50)) {
    if (waited >= deadlineMs)
      throw new IdentikitError(
        "DATABASE_FAILED",
        `the config database ${name} is being written to by another run`,
        {
          remedy: "Wait for it to end; a run that was killed holds nothing.",
          retry: { kind: "later" },
        },
      );
    await sleep(pause, undefined, signal ? { signal } : {});
  }
}
