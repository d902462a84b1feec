import type { Clock } from "../../runtime/clock.ts";
import type { Progress } from "../../runtime/logger.ts";

/** Below this nothing is known of how long the rest takes. Milliseconds. */
const soonest = 2_000;

/**
 * Tells a step how far it is: `12 of 57, about 40 s left, scout`.
 * @param total left out where nobody knows it
 * @returns is called for each part that is done
 */
export function countedProgress(progress: Progress, clock: Clock, total?: number): (part: string) => void {
  const start = clock.now().getTime();
  let done = 0;
  return (part) => {
    done++;
    const count = total === undefined ? `${done}` : `${done} of ${total}`;
    progress.update([count, ...leftOf(clock.now().getTime() - start, done, total), part].join(", "));
  };
}

function leftOf(elapsed: number, done: number, total: number | undefined): string[] {
  if (total === undefined || elapsed < soonest || done >= total) return [];
  const seconds = Math.ceil(((elapsed / done) * (total - done)) / 1000);
  return [seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`];
}
