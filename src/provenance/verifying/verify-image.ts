import { asFault, type IdentikitError } from "../../fault/error.ts";
import type { ImageStore } from "../../image/store.ts";
import type { Digest } from "../../tree/digest.ts";
import { surveyBundles } from "../artifacts/read-bundles.ts";
import type { Trust } from "./trust.ts";
import { type VerifiedStatement, verifyBundle } from "./verify-bundle.ts";

/** Something beside an image that does not count, and why. */
export interface RefusedBundle {
  readonly artifact: Digest;
  readonly fault: IdentikitError;
}

/** What is said of an image by those who count, and what else lies there. */
export interface ImageStatements {
  readonly verified: readonly VerifiedStatement[];
  readonly refused: readonly RefusedBundle[];
}

/**
 * Reads what lies beside an image, and verifies each statement. What others have signed is `refused` and hides nothing: whoever may
 * push can add to it, and cannot take away by it.
 * @throws {IdentikitError} the faults of the place, and `ATTESTATION_INVALID` where there are too many
 */
export async function verifyImage(
  store: ImageStore,
  subject: Digest,
  trust: Trust,
): Promise<ImageStatements> {
  const verified: VerifiedStatement[] = [];
  const refused: RefusedBundle[] = [];
  for (const found of await surveyBundles(store, subject)) {
    const artifact = found.artifact.digest;
    if ("fault" in found) refused.push({ artifact, fault: found.fault });
    else {
      try {
        verified.push(verifyBundle(found, subject, trust));
      } catch (caught) {
        refused.push({ artifact, fault: asFault(caught) });
      }
    }
  }
  return { verified, refused };
}
