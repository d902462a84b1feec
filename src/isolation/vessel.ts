import type { Readable, Writable } from "node:stream";

/** A started program and the place that it is in: what the kinds of isolation have in common. */
export interface Vessel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** When the program itself has ended; others that it started may still be there. */
  readonly exited: Promise<ProgramEnd>;
  /** Asks everything in it to end. */
  terminate(): Promise<void>;
  /** Ends everything in it, and returns when nothing is left. */
  destroy(): Promise<void>;
  /** Gives back what was taken for it; after {@link Vessel.destroy}. */
  release(): Promise<void>;
  /** Bytes of memory of all that is in it; `undefined` where the kernel holds it to its limit. */
  memory(): number | undefined;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started at all. */
  readonly failure?: unknown;
}
