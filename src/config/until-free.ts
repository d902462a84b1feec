import { IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";

/**
 * Tries until it works, for a minute at most, a little later each time.
 * @throws {IdentikitError} `DATABASE_FAILED`; what `signal` was aborted with
 */
export async function untilFree(
  attempt: () => boolean,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadlineMs = 60_000;
  for (let waited = 0, next = 2; !attempt(); waited += next, next = Math.min(next * 2, 50)) {
    if (waited >= deadlineMs)
      throw new IdentikitError(
        "DATABASE_FAILED",
        `the config database ${name} is being written to by another run`,
        {
          remedy: "Wait for it to end; a run that was killed holds nothing.",
          retry: { kind: "later" },
        },
      );
    await pause(next, signal);
  }
}
