import { z } from "zod";
import { decodeDocument } from "../document/decode.ts";
import { invalid } from "../image-fault.ts";

/** The file that makes a directory a layout. */
export const layoutMarker = "oci-layout";

const schema = z.looseObject({ imageLayoutVersion: z.string() });

/**
 * Checks that a marker's bytes say version 1.0.0.
 * @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`
 */
export function checkLayoutMarker(bytes: Uint8Array, place: string): void {
  const { imageLayoutVersion } = decodeDocument(bytes, schema, `${place}: ${layoutMarker}`);
  if (imageLayoutVersion !== "1.0.0") throw invalid(place, `its layout version is ${imageLayoutVersion}`);
}
