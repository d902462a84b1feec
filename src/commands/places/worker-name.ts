import { randomUUID } from "node:crypto";

/** A name that no other worker has. */
export function newWorkerName(): string {
  return `worker-${randomUUID()}`;
}
