import type { OutboxRequest } from "../outbox/outbox-request.ts";
import type { ForgeTarget } from "../triggers/event-facts.ts";
import { type PreparedWrite, writeDigest } from "./prepared-write.ts";

/** A write, and what an approval of it says of it. */
export interface PreparedRequest {
  readonly write: PreparedWrite;
  readonly target: ForgeTarget;
  readonly targetHead?: string;
  readonly artifact?: string;
  /** Of the artifact that is written, else of the write itself. */
  readonly artifactDigest: string;
  readonly title: string;
  /** The paths that change. */
  readonly paths: readonly string[];
}

/** A request that something can be written back for. */
export type WriteRequest = Exclude<OutboxRequest, { readonly type: "approval" | "runtime" | "file" }>;
export type Asked<Type extends WriteRequest["type"]> = Extract<WriteRequest, { readonly type: Type }>;

/** What stands by itself is approved as what is sent. */
export function ofItself(write: PreparedWrite, target: ForgeTarget, title: string): PreparedRequest {
  return { write, target, artifactDigest: writeDigest(write), title: title.slice(0, 300), paths: [] };
}
