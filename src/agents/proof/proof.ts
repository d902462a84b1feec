/** One thing that a check of a run looked at. */
export interface RunProof {
  /** What it is about, such as `stack snapshot of run-0f3a-1`. */
  readonly subject: string;
  readonly state: "holds" | "differs" | "unverified";
  /** What was expected where it differs, and why nothing is known where it is `unverified`; else what holds. */
  readonly detail: string;
}

/** A digest that was worked out again. */
export function sameDigest(subject: string, expected: string | undefined, actual: string): RunProof {
  if (expected === actual) return { subject, state: "holds", detail: actual };
  return { subject, state: "differs", detail: `${actual} instead of ${expected ?? "a digest"}` };
}

/** Something that is either so or not. */
export function proven(subject: string, isSo: boolean, detail: string, instead: string): RunProof {
  return isSo ? { subject, state: "holds", detail } : { subject, state: "differs", detail: instead };
}
