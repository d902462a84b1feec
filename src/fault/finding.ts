import type { FaultCode } from "./codes.ts";
import type { FindingCode } from "./finding-codes.ts";

/** `error` stops the gate, `warning` is said and passed, `unverified` could not be checked and is never "clean". */
export type Severity = "error" | "warning" | "unverified";

/** Any code of a finding: one of a check's own, or that of the fault which kept the check from its answer. */
export type CodeOfFinding = FindingCode | FaultCode;

/** What a run can have done about a finding. A closed list: reports are read by it, never by text. */
export const deeds = ["rendered", "removed", "rebuilt", "recovered"] as const;
export type Deed = (typeof deeds)[number];

/** One thing that a check found: the same shape feeds text, JSON, Markdown, SARIF and annotations. */
export interface Finding {
  /** Stable upper-case code, such as `FILE_CHANGED`. */
  readonly code: CodeOfFinding;
  readonly severity: Severity;
  /** The path or key that is wrong, in the checked thing's own terms. */
  readonly path: string;
  /** What should be there, such as a digest or a mode; `null` where nothing should. */
  readonly expected: string | null;
  /** What is there; `null` where nothing is. */
  readonly actual: string | null;
  /** What to do about it, in one sentence; where something was `done`, what is left to do. */
  readonly remedy: string;
  /** What this run did about it; left out where it did nothing. */
  readonly done?: Deed;
  /** Which copy it was found in, where a check looks at several (a platform, an agent). */
  readonly subject?: string;
  /** Which template it is about, where a run checks several. */
  readonly template?: string;
  /** What is wrong, in one sentence without a full stop, where `expected` and `actual` do not say it by themselves. */
  readonly problem?: string;
  /**
   * For a text file: lines of a unified diff from what should be there (`-`) to what is there (`+`), bounded, without what looks like
   * a secret.
   */
  readonly difference?: readonly string[];
  /** Where in the user's repository the fix goes, when there is such a place; `line` and `column` are 1-based. */
  readonly location?: { readonly file: string; readonly line?: number; readonly column?: number };
}

/** What a check as a whole came to. */
export type Verdict = "clean" | "drift" | "unverified";

/** `unverified` beats `drift`, which beats `clean`; warnings change nothing. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.severity === "unverified")) return "unverified";
  return findings.some((finding) => finding.severity === "error") ? "drift" : "clean";
}
