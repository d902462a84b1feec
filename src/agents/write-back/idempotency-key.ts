import type { Approval } from "../approvals/approval-state.ts";

/**
 * What a write is known again by on the forge: approval-uid:action:target-kind:target:artifact-digest. It is of characters that a hidden
 * comment, a trailer and a description can hold as they are.
 */
export function idempotencyKey({ metadata: { uid }, spec }: Approval): string {
  const { action, target, artifactDigest } = spec;
  // A name may hold what ends a comment; two dashes do.
  const id = encodeURIComponent(target?.id ?? "").replaceAll("-", "%2D");
  return [uid, action, target?.kind ?? "none", id, artifactDigest].join(":");
}

/** The hidden line with which a comment, review, issue or pull request of ours begins. */
export function hiddenMarker(key: string): string {
  return `<!-- identikit:write ${key} -->\n`;
}

/** The trailer that a commit of ours has. */
export const keyTrailer = "Identikit-Key";
