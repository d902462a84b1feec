import { Cache } from "../cache/cache.ts";
import { cacheRootOf } from "../cache/cache-root.ts";
import { fieldsOf } from "../fault/thrown.ts";
import { type Digest, digestOf, isDigest } from "../tree/digest.ts";
import type { Descriptor, ImageSource, ManifestSelector, RawManifest } from "./store.ts";

/** Bytes of all configs of one base. */
const maxConfigBytes = 8 * 1024 * 1024;
/** Identity layers that are remembered of one base. */
const mostLayers = 256;

/** What was kept of a base. */
export interface KnownBase {
  readonly configs: ReadonlyMap<Digest, Uint8Array>;
  /** Identity layers that were put on it, the last one last. Which request is worth sending first rests on them, and nothing else. */
  readonly layers: readonly Digest[];
}

/**
 * The configs of bases that were built on before, one file for each base's name, with the identity layers that were put on it.
 * A base's tag is always read again; what is kept of its content is only what a digest names, and is checked against it.
 */
export class BaseCache {
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** What was kept for a base; `undefined` where it was never built on. */
  recall(name: string): KnownBase | undefined {
    const bytes = this.#cache.get(name);
    return bytes && parse(bytes);
  }

  /** Keeps the configs of a base in place of those that were kept for it. */
  keep(name: string, configs: ReadonlyMap<Digest, Uint8Array>): void {
    const size = [...configs.values()].reduce((total, bytes) => total + bytes.length, 0);
    if (size > maxConfigBytes) return;
    this.#put(name, { configs, layers: this.recall(name)?.layers ?? [] });
  }

  /** Keeps which layer was put on a base; nothing where the base itself is not kept. */
  keepLayer(name: string, layer: Digest): void {
    const known = this.recall(name);
    if (!known || known.layers.at(-1) === layer) return;
    const others = known.layers.filter((other) => other !== layer);
    this.#put(name, { ...known, layers: [...others, layer].slice(-mostLayers) });
  }

  #put(name: string, { configs, layers }: KnownBase): void {
    const entries = [...configs].map(([digest, bytes]) => [digest, Buffer.from(bytes).toString("base64")]);
    const kept = { name, configs: Object.fromEntries(entries), layers };
    this.#cache.put(name, Buffer.from(JSON.stringify(kept)));
  }
}

/** The user's own cache; none where there is no place for one. */
export function baseCacheOf(env: Readonly<Record<string, string | undefined>>): BaseCache | undefined {
  const root = cacheRootOf(env);
  return root === undefined ? undefined : new BaseCache(new Cache(root, "bases"));
}

/** A base whose configs come from what was kept, and are kept where they were not. */
export class RememberedBase implements ImageSource {
  readonly name: string;
  /** The configs that were read. */
  readonly configs = new Map<Digest, Uint8Array>();
  readonly #base: ImageSource;
  readonly #recall: (digest: Digest) => Promise<Uint8Array | undefined>;

  /** @param recall content that has this digest, where it is at hand */
  constructor(base: ImageSource, recall: (digest: Digest) => Promise<Uint8Array | undefined>) {
    this.#base = base;
    this.#recall = recall;
    this.name = base.name;
  }

  manifest(selector: ManifestSelector): Promise<RawManifest> {
    return this.#base.manifest(selector);
  }

  async *blob(descriptor: Descriptor): AsyncGenerator<Uint8Array> {
    const known = await this.#recall(descriptor.digest);
    if (known?.length === descriptor.size) {
      this.configs.set(descriptor.digest, known);
      yield known;
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#base.blob(descriptor)) {
      chunks.push(chunk);
      yield chunk;
    }
    this.configs.set(descriptor.digest, Buffer.concat(chunks));
  }
}

function parse(bytes: Uint8Array): KnownBase | undefined {
  const kept = new Map<Digest, Uint8Array>();
  try {
    const { configs, layers } = fieldsOf(JSON.parse(Buffer.from(bytes).toString("utf8")));
    for (const [digest, text] of Object.entries(configs ?? {})) {
      const config = Buffer.from(String(text), "base64");
      if (isDigest(digest) && digestOf(config) === digest) kept.set(digest, config);
    }
    return { configs: kept, layers: Array.isArray(layers) ? layers.filter(isDigest) : [] };
  } catch {
    return undefined;
  }
}
