/** `error` stops the gate, `warning` is said and passed, `unverified` could not be checked and is never "clean". */
export type Severity = "error" | "warning" | "unverified";

/** One thing that a check found: the same shape feeds text, JSON, Markdown, SARIF and annotations. */
export interface Finding {
  /** Stable upper-case code, such as `FILE_CHANGED`. */
  readonly code: string;
  readonly severity: Severity;
  /** The path or key that is wrong, in the checked thing's own terms. */
  readonly path: string;
  /** What should be there, such as a digest or a mode; `null` where nothing should. */
  readonly expected: string | null;
  /** What is there; `null` where nothing is. */
  readonly actual: string | null;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** Which copy it was found in, where a check looks at several (a platform, an agent). */
  readonly subject?: string;
  /** Where in the user's repository the fix goes, when there is such a place; `line` is 1-based. */
  readonly location?: { readonly file: string; readonly line?: number };
}

/** What a check as a whole came to. */
export type Verdict = "clean" | "drift" | "unverified";

/** `unverified` beats `drift`, which beats `clean`; warnings change nothing. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.severity === "unverified")) return "unverified";
  return findings.some((finding) => finding.severity === "error") ? "drift" : "clean";
}
