import type { BasisFact, Reason } from "./reason.ts";

/** What one part of admission finds. */
export interface AdmissionFindings {
  readonly reasons: readonly Reason[];
  /** What the answer rests on. */
  readonly basis: readonly BasisFact[];
  /** What it could rest on as well, such as a second role that gives the same right. */
  readonly spare?: readonly BasisFact[];
}

/** All findings as one. */
export function together(findings: readonly AdmissionFindings[]): Required<AdmissionFindings> {
  return {
    reasons: findings.flatMap(({ reasons }) => reasons),
    basis: findings.flatMap(({ basis }) => basis),
    spare: findings.flatMap(({ spare = [] }) => spare),
  };
}
