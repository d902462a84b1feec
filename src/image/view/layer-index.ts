import { z } from "zod";
import { Cache } from "../../cache/cache.ts";
import { cacheRootOf } from "../../cache/cache-root.ts";
import type { Layer } from "../layer/read-layer.ts";
import type { Metadata } from "./layer-node.ts";

/**
 * All that a layer has to do with some paths, where that is nothing but directories above them: most layers of most bases
 * say nothing about the identity's place, and need not be read again to know it. A layer with anything else on the way is
 * not silent: a whiteout, a link that leads to one of the paths, an attribute that decides who may pass, a name with a slash at its start.
 */
export interface SilentLayer {
  /** Mode and owner of the directories above the paths that the layer has; `null` where it only implies one. */
  readonly directories: ReadonlyMap<string, Metadata | null>;
  /** Whether every entry's directory, anywhere in the layer, is named before it. */
  readonly isNamedThroughout: boolean;
}

const metadata = z.object({ mode: z.int(), uid: z.int(), gid: z.int() });
const schema = z.object({
  directories: z.record(z.string(), metadata.nullable()),
  isNamedThroughout: z.boolean(),
});

/**
 * What layers were found to be silent, by their digests and the paths that were asked about. Only silence is kept: a
 * layer that has something at the destination is read and verified each time. What is recalled decides a verdict, so it
 * counts only where the cache's key vouches for it.
 */
export class LayerIndex {
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  recall(layer: Layer, paths: readonly string[]): SilentLayer | undefined {
    const bytes = this.#cache.get(keyOf(layer, paths));
    const found = bytes && schema.safeParse(JSON.parse(bytes.toString("utf8"))).data;
    return found && { ...found, directories: new Map(Object.entries(found.directories)) };
  }

  keep(layer: Layer, paths: readonly string[], silent: SilentLayer): void {
    const directories = Object.fromEntries(silent.directories);
    this.#cache.put(keyOf(layer, paths), Buffer.from(JSON.stringify({ ...silent, directories })));
  }
}

/** The user's own index; none where there is no place for one. */
export function layerIndexOf(env: Readonly<Record<string, string | undefined>>): LayerIndex | undefined {
  const root = cacheRootOf(env);
  return root === undefined ? undefined : new LayerIndex(new Cache(root, "layers"));
}

/** Both digests: the diff ID is the config's word, and another config may not borrow what was found under it. */
function keyOf({ descriptor, diffId }: Layer, paths: readonly string[]): string {
  return JSON.stringify(["identikit-layer/v4", descriptor.digest, diffId, ...paths]);
}
