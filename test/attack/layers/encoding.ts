import { gzipSync, zstdCompressSync } from "node:zlib";
import type { Encoding } from "./plan.ts";

const base = "application/vnd.oci.image.layer.v1.tar";
export const mediaTypes = { none: base, gzip: `${base}+gzip`, zstd: `${base}+zstd` } as const;

/** An encoding whose reader finds what was put in. */
export function encoding(mediaType: string, compress: (archive: Buffer) => Buffer): Encoding {
  return { mediaType, encode: (archive) => ({ blob: compress(archive), archive }) };
}

/** What tools write. */
export const encodings: { readonly [name in keyof typeof mediaTypes]: Encoding } = {
  none: encoding(mediaTypes.none, (archive) => archive),
  gzip: encoding(mediaTypes.gzip, (archive) => gzipSync(archive, { level: 1 })),
  zstd: encoding(mediaTypes.zstd, (archive) => zstdCompressSync(archive)),
};
