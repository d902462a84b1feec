import { archiveEnd, entryBytes, type TarEntry } from "./tar-entry.ts";

/** How a layer's archive becomes a blob. */
export interface Encoding {
  readonly mediaType: string;
  /** The blob, and the archive that a reader of the blob should find: its digest is the diff ID. */
  encode(archive: Buffer): { readonly blob: Buffer; readonly archive: Buffer };
}

/** A layer as a fuzzer plans it. */
export interface LayerPlan {
  entries: TarEntry[];
  /** What follows the last entry. */
  end: Buffer;
  encoding: Encoding;
}

/** An image as a fuzzer plans it; twists change it in place. */
export interface Plan {
  /** Lowest first. */
  readonly layers: LayerPlan[];
  /** `config.User` of the image. */
  user: string;
}

/** A layer's archive. */
export function archiveOf(layer: LayerPlan): Buffer {
  return Buffer.concat([...layer.entries.map(entryBytes), layer.end]);
}

export function layerPlan(entries: TarEntry[], encoding: Encoding): LayerPlan {
  return { entries, end: archiveEnd, encoding };
}
