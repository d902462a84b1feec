import type { Digest } from "../../../src/tree/digest.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { archiveOf, type Plan } from "./plan.ts";

/** A layer as a registry and a config have it. */
export interface CaseLayer {
  readonly mediaType: string;
  readonly blob: Buffer;
  readonly diffId: Digest;
}

/** One image of the fuzz, in bytes. */
export interface LayerCase {
  readonly layers: readonly CaseLayer[];
  readonly user: string;
}

/** A plan's bytes. */
export function caseOf(plan: Plan): LayerCase {
  const layers = plan.layers.map((layer) => {
    const { blob, archive } = layer.encoding.encode(archiveOf(layer));
    return { mediaType: layer.encoding.mediaType, blob, diffId: digestOf(archive) };
  });
  return { layers, user: plan.user };
}
