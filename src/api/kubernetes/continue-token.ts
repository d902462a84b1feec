import { z } from "zod";
import { Refused } from "./status.ts";

/** Where a list goes on, and the state that its first page showed. */
export interface Continuation {
  readonly resourceVersion: string;
  /** The store's own. */
  readonly next: string;
}

const form = z.strictObject({
  v: z.literal(1),
  rv: z.string().regex(/^\d{1,19}$/),
  next: z.string().max(4000),
});

/**
 * Every page names the state of the first one: what changed while a client read on, a watch from there tells again, so that nothing
 * is missed.
 */
export function continueToken({ resourceVersion, next }: Continuation): string {
  return Buffer.from(JSON.stringify({ v: 1, rv: resourceVersion, next })).toString("base64url");
}

/** @throws {Refused} 400 for what the server did not give */
export function readContinueToken(token: string): Continuation {
  const invalid = () => new Refused("BadRequest", "the continue key is not one that the server gave");
  if (token.length > 8000) throw invalid();
  try {
    const { rv, next } = form.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
    return { resourceVersion: rv, next };
  } catch {
    throw invalid();
  }
}
