import { archiveEnd, fileHeader, filePadding } from "../../tar/tar-writer.ts";
import { invalid } from "../image-fault.ts";
import { nameAnnotations } from "../layout/layout-index.ts";
import { parseImageManifest } from "../model.ts";
import type { Descriptor, RawManifest } from "../store.ts";
import { verified } from "../verified-blob.ts";

/** Gives a blob's bytes from their start. */
export type OpenBlob = (descriptor: Descriptor) => AsyncIterable<Uint8Array>;

/**
 * One image as a stream that both `docker load` and readers of OCI layouts take: `manifest.json` for the former,
 * `index.json` with the manifest as it is for the latter, over the same blobs. Blobs are verified on the way.
 * @param names `repository:tag` names that the image is to have
 * @throws {IdentikitError} `IMAGE_INVALID` for an index, which such an archive cannot hold
 */
export async function* writeArchive(
  raw: RawManifest,
  names: readonly string[],
  open: OpenBlob,
  place: string,
): AsyncGenerator<Uint8Array> {
  const manifest = parseImageManifest(raw, place);
  if (manifest.kind === "index")
    throw invalid(
      place,
      "it can hold one platform only",
      "Bake for one platform with --platform, and take that image.",
    );
  const { mediaType, digest, bytes } = raw;
  const top = { mediaType, digest, size: bytes.length };
  const index = {
    schemaVersion: 2,
    manifests:
      names.length === 0 ? [top] : names.map((name) => ({ ...top, annotations: annotationsOf(name) })),
  };
  const saved = [
    {
      Config: pathOf(manifest.config),
      RepoTags: names.length === 0 ? null : names,
      Layers: manifest.layers.map(pathOf),
    },
  ];
  yield* member("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  yield* member("index.json", Buffer.from(JSON.stringify(index)));
  yield* member("manifest.json", Buffer.from(JSON.stringify(saved)));
  yield* member(pathOf(top), bytes);
  const blobs = new Map([manifest.config, ...manifest.layers].map((blob) => [blob.digest, blob]));
  for (const blob of blobs.values()) {
    yield fileHeader(pathOf(blob), blob.size);
    yield* verified(blob, open(blob), place);
    yield filePadding(blob.size);
  }
  yield archiveEnd;
}

function* member(name: string, bytes: Uint8Array): Generator<Uint8Array> {
  yield fileHeader(name, bytes.length);
  yield bytes;
  yield filePadding(bytes.length);
}

function pathOf({ digest }: Descriptor): string {
  return `blobs/sha256/${digest.slice("sha256:".length)}`;
}

function annotationsOf(name: string): Record<string, string> {
  return {
    [nameAnnotations.fullName]: name,
    [nameAnnotations.tag]: name.slice(name.lastIndexOf(":") + 1),
  };
}
