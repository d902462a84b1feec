import { IdentikitError } from "../../fault/error.ts";

/** The fault of something beside an image that says to be a bundle, and is none. */
export function damagedBundle(place: string, reason: string, cause?: unknown): IdentikitError {
  return new IdentikitError("ATTESTATION_INVALID", `${place}: ${reason}`, {
    remedy: "Find out who wrote it; sign the image again with --sign-key.",
    cause,
  });
}
