import type { QueueFailure } from "../../config/queue/queue-list.ts";
import type { Output } from "../result.ts";
import { count } from "./wording.ts";

/** The failures of an agent of the render queue, for the JSON of a result. */
export function failureOutput({ attempts, code, message, failedAt, failingSince }: QueueFailure): {
  readonly [name: string]: Output;
} {
  return {
    attempts,
    failedAt: failedAt.toISOString(),
    failingSince: failingSince.toISOString(),
    error: { code, message },
  };
}

/** The same for a person. */
export function describeFailure({ attempts, code, message, failedAt, failingSince }: QueueFailure): string {
  const what = code === "" ? "failed" : `${code}: ${message}`;
  const since = failingSince.toISOString();
  const last = failedAt.toISOString();
  return `${what} (failing since ${since}; ${count(attempts, "failure")} in a row, the last ${last})`;
}
