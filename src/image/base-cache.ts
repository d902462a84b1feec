import { isAbsolute, join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileAtomically } from "../tree/atomic-file.ts";
import { type Digest, digestOf, isDigest } from "../tree/digest.ts";
import { readFileIn } from "../tree/file-reader.ts";
import type { Descriptor, ImageSource, ManifestSelector, RawManifest } from "./store.ts";

/** Bytes of all configs of one base, and of the file that they are kept in. */
const bounds = { configs: 8 * 1024 * 1024, file: 16 * 1024 * 1024 } as const;

/**
 * The configs of bases that were built on before, one file for each base's name. A base's tag is always read anew; what
 * is kept is only what a digest names, and is checked against it. Losing the cache costs requests, nothing else: what is
 * wrong with it is never a fault of the run.
 */
export class BaseCache {
  readonly #directory: string;

  /** @param directory made when something is first kept */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What was kept for a base; `undefined` where it was never built on. */
  recall(name: string): ReadonlyMap<Digest, Uint8Array> | undefined {
    try {
      using directory = AnchoredDirectory.open(this.#directory);
      const file = readFileIn(directory, fileOf(name), bounds.file);
      return file && parse(file.bytes);
    } catch (caught) {
      if (caught instanceof IdentikitError) return undefined;
      throw caught;
    }
  }

  /** Keeps the configs of a base in place of what was kept for it. */
  keep(name: string, configs: ReadonlyMap<Digest, Uint8Array>): void {
    const size = [...configs.values()].reduce((total, bytes) => total + bytes.length, 0);
    if (size > bounds.configs) return;
    const entries = [...configs].map(([digest, bytes]) => [digest, Buffer.from(bytes).toString("base64")]);
    try {
      const text = JSON.stringify({ name, configs: Object.fromEntries(entries) });
      writeFileAtomically(join(this.#directory, fileOf(name)), text, { mode: 0o600, sync: false });
    } catch (caught) {
      if (!(caught instanceof IdentikitError)) throw caught;
    }
  }
}

/** Where caches are kept by the XDG base directory specification; nowhere where there is no home. */
export function baseCacheOf(env: Readonly<Record<string, string | undefined>>): BaseCache | undefined {
  const home = env.HOME ?? env.USERPROFILE;
  const given = env.XDG_CACHE_HOME ?? "";
  const caches = isAbsolute(given) ? given : home && join(home, ".cache");
  return caches ? new BaseCache(join(caches, "identikit", "bases")) : undefined;
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

/** A base's name may have characters and a length that a file's may not. */
function fileOf(name: string): string {
  return `${digestOf(name).slice("sha256:".length)}.json`;
}

function parse(bytes: Uint8Array): ReadonlyMap<Digest, Uint8Array> | undefined {
  const kept = new Map<Digest, Uint8Array>();
  try {
    const { configs } = JSON.parse(Buffer.from(bytes).toString("utf8")) as { configs?: unknown };
    for (const [digest, text] of Object.entries(configs ?? {})) {
      const config = Buffer.from(String(text), "base64");
      if (isDigest(digest) && digestOf(config) === digest) kept.set(digest, config);
    }
  } catch {
    return undefined;
  }
  return kept;
}
