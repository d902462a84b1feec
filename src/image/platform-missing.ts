import { IdentikitError } from "../fault/error.ts";
import { formatPlatform } from "./platform.ts";
import type { Platform } from "./store.ts";

/** The fault of a platform that an image does not have; the remedy names those that it has. */
export function platformMissing(place: string, wanted: Platform, have: readonly Platform[]): IdentikitError {
  return new IdentikitError("PLATFORM_MISSING", `${place} has no image for ${formatPlatform(wanted)}`, {
    remedy: `It has ${have.map(formatPlatform).join(", ") || "none"}; name one of these.`,
  });
}
