import type { FaultCode } from "./codes.ts";

/** Whether trying the same thing again can help. */
export type RetryPolicy =
  | { readonly kind: "never" }
  | {
      readonly kind: "later";
      /** Not before so many milliseconds. */
      readonly afterMs?: number;
      /** Nobody answered, or only a gateway: it is not this one request that fails. */
      readonly isOutage?: boolean;
    };

export interface FaultDetails {
  /** What to do next, in one sentence. */
  readonly remedy: string;
  /** What was caught on the way; printed by `--verbose` only. */
  readonly cause?: unknown;
  readonly retry?: RetryPolicy;
  /** The file of the user's repository in which the mistake stands, and its 1-based line and column. */
  readonly location?: { readonly file: string; readonly line?: number; readonly column?: number };
}

/**
 * The one error that the library throws. `message` says what is wrong and where, in one line without secret
 * values or URL credentials; callers decide by `code`, never by text.
 */
export class IdentikitError extends Error {
  override readonly name: string = "IdentikitError";
  readonly code: FaultCode;
  readonly remedy: string;
  readonly retry: RetryPolicy;
  readonly location?: FaultDetails["location"];

  constructor(code: FaultCode, message: string, details: FaultDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    this.retry = details.retry ?? { kind: "never" };
    if (details.location) this.location = details.location;
  }
}

/** The fault of a run that was told to stop and not why. */
export function cancelled(message: string, cause: unknown): IdentikitError {
  return new IdentikitError("CANCELLED", message, {
    remedy: "Run it again: it takes up where it was left.",
    cause,
  });
}

/**
 * Gives any caught value as an {@link IdentikitError}. What is not one becomes `INTERNAL` with the value as cause, unless it
 * is what an aborted signal gives by itself (DOM standard, 3.1): that becomes `CANCELLED`.
 */
export function asFault(caught: unknown): IdentikitError {
  if (caught instanceof IdentikitError) return caught;
  if (caught instanceof Error && (caught.name === "AbortError" || caught.name === "TimeoutError"))
    return cancelled("stopped before it was done", caught);
  const message = (caught instanceof Error ? caught.message : String(caught)).replace(/\s*\n\s*/g, " ");
  return new IdentikitError("INTERNAL", message, {
    remedy: "Run again with --verbose and report the cause chain.",
    cause: caught,
  });
}
