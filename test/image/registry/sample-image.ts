import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Descriptor, ImageSink, RawManifest } from "../../../src/image/store.ts";
import { type Digest, digestOf } from "../../../src/tree/digest.ts";

/** An image in memory. */
export interface SampleImage {
  readonly manifest: RawManifest;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly blobs: ReadonlyMap<Digest, Uint8Array>;
}

/** A valid image whose layers are archives of one random file each, of about so many bytes. */
export function sampleImage(layerSizes: readonly number[] = [2_000]): SampleImage {
  const blobs = new Map<Digest, Uint8Array>();
  const add = (bytes: Uint8Array, mediaType: string): Descriptor => {
    const digest = digestOf(bytes);
    blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const archives = layerSizes.map((size, index) => archiveOf(`layer-${index}`, randomBytes(size)));
  const layers = archives.map((bytes) =>
    add(gzipSync(bytes, { level: 1 }), "application/vnd.oci.image.layer.v1.tar+gzip"),
  );
  const config = add(
    json({
      architecture: "amd64",
      os: "linux",
      config: {},
      rootfs: { type: "layers", diff_ids: archives.map(digestOf) },
      history: archives.map(() => ({ created: "1970-01-01T00:00:00Z" })),
    }),
    "application/vnd.oci.image.config.v1+json",
  );
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const bytes = json({ schemaVersion: 2, mediaType, config, layers });
  return { manifest: { bytes, mediaType, digest: digestOf(bytes) }, config, layers, blobs };
}

/** Puts every blob and then the manifest. */
export async function push(sink: ImageSink, image: SampleImage, tag?: string): Promise<void> {
  await Promise.all([...image.layers, image.config].map((blob) => sink.putBlob(blob, opened(image, blob))));
  await sink.putManifest(image.manifest, tag);
}

/** What gives a blob of the image, in pieces. */
export function opened(image: SampleImage, { digest }: Descriptor): () => AsyncIterable<Uint8Array> {
  const bytes = image.blobs.get(digest) as Uint8Array;
  return async function* () {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  };
}

function json(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** A ustar archive of one file. */
export function archiveOf(name: string, content: Uint8Array): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((-content.length & 511) + 1024)]);
}
