import { gzipSync } from "node:zlib";
import { type TarMember, writeTar } from "../../../src/tar/tar-writer.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { openForPush } from "./open-for-push.ts";

const fileBytes = 40_000;
const words =
  "the quick brown fox jumps over a lazy dog while agents read their prompts and tools answer".split(" ");

export interface FileLayers {
  readonly layers: number;
  /** Bytes of each layer, uncompressed. */
  readonly layerBytes: number;
  /** What the topmost layer has. */
  readonly top: readonly TarMember[];
}

/** Pushes an image whose layers are made of files as a distribution has them, under the tag `x`. */
export async function pushFileLayers(
  host: string,
  repository: string,
  { layers, layerBytes, top }: FileLayers,
): Promise<void> {
  await using store = openForPush(host, repository);
  const put = async (bytes: Uint8Array, mediaType: string) => {
    const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
    await store.putBlob(descriptor, async function* () {
      yield bytes;
    });
    return descriptor;
  };
  const diffIds: string[] = [];
  const descriptors: object[] = [];
  const add = async (archive: Uint8Array): Promise<void> => {
    diffIds.push(digestOf(archive));
    const blob = gzipSync(archive, { level: 1 });
    descriptors.push(await put(blob, "application/vnd.oci.image.layer.v1.tar+gzip"));
  };
  for (let layer = 0; layer < layers; layer++) {
    const files = Array.from({ length: layerBytes / fileBytes }, (_, at) => ({
      path: `usr/lib/part-${layer}/d${at % 97}/file-${at}`,
      mode: 0o644,
      bytes: prose(layer * 1_000_003 + at),
    }));
    await add(writeTar(files, 0));
  }
  await add(writeTar(top, 0));
  const config = { os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: diffIds } };
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const value = {
    schemaVersion: 2,
    mediaType,
    config: await put(Buffer.from(JSON.stringify(config)), "application/vnd.oci.image.config.v1+json"),
    layers: descriptors,
  };
  const bytes = Buffer.from(JSON.stringify(value));
  await store.putManifest({ bytes, mediaType, digest: digestOf(bytes) }, "x");
}

/** Text that compresses about as well as a program's does, and differs from file to file. */
function prose(seed: number): Uint8Array {
  let state = seed | 1;
  const parts: string[] = [];
  for (let size = 0; size < fileBytes; ) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    const part = `${words[(state >>> 8) % words.length]}${(state >>> 16).toString(36)} `;
    parts.push(part);
    size += part.length;
  }
  return Buffer.from(parts.join("").slice(0, fileBytes));
}
