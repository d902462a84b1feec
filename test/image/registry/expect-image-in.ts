import { expect } from "vitest";
import type { ImageSource } from "../../../src/image/store.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import type { SampleImage } from "./sample-image.ts";

/** The invariant of a registry store: the image reads back whole, by tag and by digest, byte for byte. */
export async function expectImageIn(source: ImageSource, image: SampleImage, tag?: string): Promise<void> {
  const { digest } = image.manifest;
  const byDigest = await source.manifest({ kind: "digest", digest });
  expect(Buffer.from(byDigest.bytes).equals(image.manifest.bytes)).toBe(true);
  expect(byDigest).toMatchObject({ digest, mediaType: image.manifest.mediaType });
  if (tag !== undefined) expect((await source.manifest({ kind: "tag", tag })).digest).toBe(digest);
  for (const blob of [...image.layers, image.config]) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.blob(blob)) chunks.push(chunk);
    expect(digestOf(Buffer.concat(chunks))).toBe(blob.digest);
  }
}
