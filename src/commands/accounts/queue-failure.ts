import type { QueueFailure } from "../../config/queue-list.ts";
import type { Output } from "../result.ts";
import { count } from "./wording.ts";

/** The failures of an agent of the render queue, for the JSON of a result. */
export function failureOutput({ attempts, code, message, failedAt }: QueueFailure): {
  readonly [name: string]: Output;
} {
  return { attempts, failedAt: failedAt.toISOString(), error: { code, message } };
}

/** The same for a person. */
export function describeFailure({ attempts, code, message, failedAt }: QueueFailure): string {
  const what = code === "" ? "failed" : `${code}: ${message}`;
  return `${what} (${count(attempts, "failure")} in a row, the last ${failedAt.toISOString()})`;
}
