import { z } from "zod";
import { imageLimits } from "../limits.ts";
import { descriptor, nullableText, textMap } from "./fields.ts";

/** A field of another kind of document, of which this one would be two at once (CVE-2021-41190). */
const alien = z.undefined({ error: "is a field of another kind of manifest" }).optional();

/** What manifest and index both have. Their other fields are alien to each other, and still no other spelling of them passes. */
const common = {
  schemaVersion: z.literal(2),
  mediaType: z.string().exactOptional(),
  artifactType: nullableText,
  subject: descriptor.nullish(),
  annotations: textMap,
  // The layers of schema 1.
  fsLayers: alien,
};

/** @see https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md */
export const imageManifestSchema = z.object({
  ...common,
  config: descriptor,
  // An image of nothing has null here where a Go program wrote it.
  layers: z.array(descriptor).max(imageLimits.layers).nullable(),
  manifests: alien,
});

/** @see https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md */
export const indexSchema = z.object({
  ...common,
  manifests: z.array(descriptor).max(imageLimits.indexEntries),
  config: alien,
  layers: alien,
});
