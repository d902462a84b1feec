import { IdentikitError } from "../fault/error.ts";
import type { Context } from "../runtime/context.ts";

/**
 * `SOURCE_DATE_EPOCH` in seconds (reproducible-builds.org, the specification of that name), or 0: the clock is never
 * asked for what goes into an image.
 * @throws {IdentikitError} `USAGE` where it is not a whole number of seconds
 */
export function sourceDateEpoch(context: Context): number {
  const given = context.env.SOURCE_DATE_EPOCH;
  if (given === undefined || given === "") return 0;
  // The last second that four-digit years can write.
  if (/^\d{1,12}$/.test(given) && Number(given) <= 253_402_300_799) return Number(given);
  throw new IdentikitError("USAGE", `SOURCE_DATE_EPOCH is ${JSON.stringify(given)}, no number of seconds`, {
    remedy: "Set it to seconds since 1970, or unset it.",
  });
}
