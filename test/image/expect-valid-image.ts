import { createHash } from "node:crypto";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect } from "vitest";
import type { Descriptor, ImageSource, ManifestSelector } from "../../src/image/store.ts";

/** One platform's image, as the checker read it. */
export interface CheckedImage {
  readonly platform: string;
  readonly layers: readonly Descriptor[];
  readonly labels: Readonly<Record<string, string>>;
  /** The uncompressed archives, lowest first. */
  readonly archives: readonly Buffer[];
}

/**
 * The invariants of an image, each worked out here anew: every manifest, config and layer is what its digest and size
 * say, every diff ID is its layer's archive's, media types agree, and history, where there is one, accounts for every
 * layer. Gives every platform's image.
 */
export async function expectValidImage(
  source: ImageSource,
  selector: ManifestSelector,
): Promise<CheckedImage[]> {
  const raw = await source.manifest(selector);
  expect(raw.digest).toBe(sha256(raw.bytes));
  if (selector.kind === "digest") expect(raw.digest).toBe(selector.digest);
  const value = JSON.parse(Buffer.from(raw.bytes).toString());
  expect(value.schemaVersion).toBe(2);
  expect(value.mediaType ?? raw.mediaType).toBe(raw.mediaType);
  if (Array.isArray(value.manifests)) {
    expect(raw.mediaType).toMatch(/image\.index\.v1\+json$|manifest\.list\.v2\+json$/);
    const images: CheckedImage[] = [];
    for (const entry of value.manifests as Descriptor[]) {
      const child = await source.manifest({ kind: "digest", digest: entry.digest });
      expect(child.bytes.length).toBe(entry.size);
      const [image] = await expectValidImage(source, { kind: "digest", digest: entry.digest });
      expect(image?.platform).toBe(platformName(entry.platform));
      images.push(image as CheckedImage);
    }
    expect(images.length).toBeGreaterThan(0);
    return images;
  }
  return [await expectValidManifest(source, value)];
}

async function expectValidManifest(
  source: ImageSource,
  value: { config: Descriptor; layers: Descriptor[] },
): Promise<CheckedImage> {
  const config = JSON.parse((await expectValidBlob(source, value.config)).toString());
  const archives: Buffer[] = [];
  for (const layer of value.layers) archives.push(decompress(await expectValidBlob(source, layer)));
  expect(config.rootfs).toEqual({ type: "layers", diff_ids: archives.map(sha256) });
  const history = (config.history ?? []) as { empty_layer?: boolean }[];
  if (history.length > 0)
    expect(history.filter(({ empty_layer }) => !empty_layer)).toHaveLength(value.layers.length);
  return {
    platform: platformName(config),
    layers: value.layers,
    labels: config.config?.Labels ?? {},
    archives,
  };
}

async function expectValidBlob(source: ImageSource, descriptor: Descriptor): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.blob(descriptor)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.length).toBe(descriptor.size);
  expect(sha256(bytes)).toBe(descriptor.digest);
  return bytes;
}

function decompress(bytes: Buffer): Buffer {
  if (bytes[0] === 0x1f) return gunzipSync(bytes);
  return bytes[0] === 0x28 ? unpackFrames(bytes) : bytes;
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function platformName(platform: { os: string; architecture: string; variant?: string } | undefined): string {
  return [platform?.os, platform?.architecture, platform?.variant].filter(Boolean).join("/");
}

/** Every frame of a Zstandard stream; the decoder at hand reads one. */
function unpackFrames(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const { buffer, engine } = zstdDecompressSync(rest, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    parts.push(buffer);
    rest = rest.subarray(engine.bytesWritten);
  }
  return Buffer.concat(parts);
}
