import type { Bundle } from "@sigstore/bundle";
import type { Descriptor } from "../../image/store.ts";

/** A bundle that refers to an image; nothing of it is verified. */
export interface FoundBundle {
  /** The artifact that holds it. */
  readonly artifact: Descriptor;
  readonly bundle: Bundle;
  /** What a signature is of that does not hold it itself. */
  readonly payload?: Uint8Array;
}
