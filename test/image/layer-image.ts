import { gzipSync, zstdCompressSync } from "node:zlib";
import { StagedImage } from "../../src/image/staged-image.ts";
import type { ImageStore, RawManifest } from "../../src/image/store.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { type TestEntry, writeTarEntries } from "./tar-entries.ts";

export type Compression = "none" | "gzip" | "zstd";

const mediaTypes = {
  none: "application/vnd.oci.image.layer.v1.tar",
  gzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  zstd: "application/vnd.oci.image.layer.v1.tar+zstd",
};

export interface LayerImageOptions {
  readonly compression?: Compression;
  /** Whom the image runs as. */
  readonly user?: string;
}

/** An image of the given layers, lowest first, written by nothing of the code under test but its JSON. */
export function layerImage(
  layers: readonly (readonly TestEntry[])[],
  { compression = "gzip", user }: LayerImageOptions = {},
): { image: StagedImage; top: RawManifest } {
  const image = new StagedImage("test", undefined);
  const archives = layers.map(writeTarEntries);
  const compress = { none: (bytes: Buffer) => bytes, gzip: gzipSync, zstd: zstdCompressSync }[compression];
  const config = {
    architecture: "amd64",
    os: "linux",
    config: { Cmd: ["/bin/true"], ...(user === undefined ? {} : { User: user }) },
    rootfs: { type: "layers", diff_ids: archives.map((archive) => digestOf(archive)) },
  };
  const value = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: image.addBlob(Buffer.from(JSON.stringify(config)), "application/vnd.oci.image.config.v1+json"),
    layers: archives.map((archive) => image.addBlob(compress(archive), mediaTypes[compression])),
  };
  return { image, top: image.addManifest(value, value.mediaType) };
}

/** Writes a {@link layerImage} to a place. */
export async function writeImage(
  { image, top }: ReturnType<typeof layerImage>,
  store: ImageStore,
  tag: string,
): Promise<void> {
  const { config, layers } = JSON.parse(Buffer.from(top.bytes).toString());
  for (const blob of [config, ...layers]) await store.putBlob(blob, () => image.blob(blob));
  await store.putManifest(top, tag);
}
