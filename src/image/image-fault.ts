import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";

const proofs: ReadonlySet<FaultCode> = new Set([
  "DIGEST_MISMATCH",
  "IMAGE_AMBIGUOUS",
  "IMAGE_INVALID",
  "IMAGE_MISSING",
]);

/** Whether a fault proves something about an image. Any other says that a part of it could not be read. */
export function isImageProof(code: FaultCode): boolean {
  return proofs.has(code);
}

/** The fault of a malformed image. */
export function invalid(place: string, reason: string, remedy?: string, cause?: unknown): IdentikitError {
  return new IdentikitError("IMAGE_INVALID", `${place}: ${reason}`, {
    remedy: remedy ?? "Build or push the image again; nothing was changed.",
    cause,
  });
}

/** The fault of an image that programs read in different ways, so that nothing said about it holds for all of them. */
export function ambiguousImage(place: string, reason: string, remedy?: string): IdentikitError {
  return new IdentikitError("IMAGE_AMBIGUOUS", `${place}: ${reason}`, {
    remedy: remedy ?? "Build the image again with a current tool, and find out who wrote this one.",
  });
}

/**
 * The fault of a layer that engines read in different ways.
 * @param place the layer
 * @param reason what of it they disagree about, and who reads what, without a full stop
 */
export function ambiguousLayer(place: string, reason: string): IdentikitError {
  return ambiguousImage(
    place,
    reason,
    "Build that layer again so that it says one thing about each path; nothing was changed.",
  );
}
