import { IdentikitError } from "../../fault/error.ts";

/**
 * The fault of a layer that engines read in different ways.
 * @param place the layer
 * @param reason what of it they disagree about, and who reads what, without a full stop
 */
export function ambiguous(place: string, reason: string): IdentikitError {
  return new IdentikitError("IMAGE_AMBIGUOUS", `${place}: ${reason}`, {
    remedy: "Build that layer again so that it says one thing about each path; nothing was changed.",
  });
}
