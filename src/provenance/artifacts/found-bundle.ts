import type { Bundle } from "@sigstore/bundle";
import { asFault, type IdentikitError } from "../../fault/error.ts";
import { isImageProof } from "../../image/image-fault.ts";
import type { Descriptor } from "../../image/store.ts";

/** A bundle that refers to an image; nothing of it is verified. */
export interface FoundBundle {
  /** The artifact that holds it. */
  readonly artifact: Descriptor;
  readonly bundle: Bundle;
  /** What a signature is of that does not hold it itself. */
  readonly payload?: Uint8Array;
}

/** An artifact that says to be a bundle and cannot be read as one. */
export interface UnreadBundle {
  readonly artifact: Descriptor;
  readonly fault: IdentikitError;
}

/**
 * An artifact whose content is wrong. Whoever may push can put one beside an image; it must not hide the others.
 * @throws what is no fault of the content: a place that fails says nothing about the artifact
 */
export function unreadBundle(artifact: Descriptor, caught: unknown): UnreadBundle {
  const fault = asFault(caught);
  if (fault.code !== "ATTESTATION_INVALID" && !isImageProof(fault.code)) throw caught;
  return { artifact, fault };
}
