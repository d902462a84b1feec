import type { CarriedReferrers } from "../../image/referrers/carry-referrers.ts";
import { count } from "./wording.ts";

/** What of an image's signatures and attestations came along, for people. */
export function carriedLines({ carried, left }: CarriedReferrers): string[] {
  return [
    ...(carried > 0 ? [`signatures and attestations carried along: ${count(carried, "artifact")}`] : []),
    ...(left > 0
      ? [
          `left behind: ${count(left, "artifact")} that the place cannot hold, that are too large, or that are none of this image`,
        ]
      : []),
  ];
}
