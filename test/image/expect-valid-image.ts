import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect } from "vitest";
import { formatPlatform } from "../../src/image/platform.ts";
import type { Descriptor, ImageSource, ManifestSelector } from "../../src/image/store.ts";
import { validateImage } from "../../src/image/validate/validate-image.ts";

/** One platform's image, as the checker read it. */
export interface CheckedImage {
  readonly platform: string;
  readonly layers: readonly Descriptor[];
  readonly labels: Readonly<Record<string, string>>;
  /** The uncompressed archives, lowest first. */
  readonly archives: readonly Buffer[];
}

/** Nothing is wrong with an image: what `identikit image validate` tells its users. Gives every platform's image. */
export async function expectValidImage(
  source: ImageSource,
  selector: ManifestSelector,
): Promise<CheckedImage[]> {
  const { findings, images } = await validateImage(source, selector);
  expect(findings).toEqual([]);
  expect(images).not.toHaveLength(0);
  const checked: CheckedImage[] = [];
  for (const { platform, layers, config } of images) {
    const archives: Buffer[] = [];
    for (const layer of layers) archives.push(await archiveOf(source, layer));
    const labels = config.config?.Labels ?? {};
    checked.push({ platform: formatPlatform(platform), layers, labels, archives });
  }
  return checked;
}

async function archiveOf(source: ImageSource, layer: Descriptor): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.blob(layer)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes[0] === 0x1f) return gunzipSync(bytes);
  return bytes[0] === 0x28 ? unpackFrames(bytes) : bytes;
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
