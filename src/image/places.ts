import type { Clock } from "../runtime/clock.ts";
import { ArchiveStore } from "./archive/archive-store.ts";
import { connectEngine } from "./engine/connection.ts";
import { EngineStore } from "./engine/engine-store.ts";
import { LayoutStore } from "./layout/layout-store.ts";
import type { ImageReference, StoredReference } from "./reference.ts";
import { type CredentialSource, firstOf } from "./registry/credential.ts";
import { dockerConfigCredentials } from "./registry/docker-config.ts";
import { dockerConfigHeaders } from "./registry/docker-headers.ts";
import type { Registries } from "./registry/registries.ts";
import type { Access } from "./registry/scope.ts";
import { TrafficMeter, type TrafficSummary, type TransferProgress } from "./registry/traffic.ts";
import type { ImageStore, ManifestSelector } from "./store.ts";

/** A place that a reference names, opened. */
export interface OpenedReference {
  readonly reference: StoredReference;
  readonly store: ImageStore;
  /**
   * Which image of the place is meant.
   * @throws {IdentikitError} `IMAGE_MISSING` where the reference leaves it open and the place holds none, or several
   */
  select(): Promise<ManifestSelector>;
  /** The name that an image is written under there. */
  readonly tag: string;
}

/** What places need of the outside. */
export interface ImagePlacesOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Variables that say where registry credentials, proxies and the engine are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked before Docker's `config.json`. */
  readonly credentials?: CredentialSource;
  /** Registries that are spoken to in plain HTTP; those of this machine are anyway. */
  readonly insecure?: readonly string[];
  /** Hosts (`HOST` or `HOST:PORT`) inside a network that any registry may lead to. */
  readonly allowPrivateHosts?: readonly string[];
  /** How long a request to a registry is tried; left out, the default of `fault/retry.ts`. Milliseconds. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Called when the places are closed. */
  readonly onClose?: () => void;
}

const defaultTag = "latest";
/** What an image is called in an archive where the reference does not say. */
const defaultRepository = "molecule-ai/platform-platform-agent";

/**
 * The places of one run. The code of a transport is loaded when it is first asked for, and repositories of one registry
 * share connections and tokens. Open all places before the first is used: then one token serves them all.
 */
export class ImagePlaces implements AsyncDisposable {
  readonly #options: ImagePlacesOptions;
  readonly #stores: ImageStore[] = [];
  readonly #meter = new TrafficMeter();
  #registries: Registries | undefined;

  constructor(options: ImagePlacesOptions) {
    this.#options = options;
  }

  /** {@link open}, or `scratch` as it is, which is no place. */
  async openBase(reference: ImageReference): Promise<OpenedReference | "scratch"> {
    return reference.kind === "scratch" ? "scratch" : await this.open(reference, "pull");
  }

  /**
   * Opens the place that a reference names. Nothing is read or written yet.
   * @param access `push` where an image is to be written there
   * @throws {IdentikitError} `REFERENCE_INVALID`
   */
  async open(reference: StoredReference, access: Access = "pull"): Promise<OpenedReference> {
    const opened = await this.#open(reference, access);
    this.#stores.push(opened.store);
    return opened;
  }

  /** What was asked of registries so far. */
  get traffic(): TrafficSummary {
    return this.#meter.summary();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const store of this.#stores) await store[Symbol.asyncDispose]();
    this.#registries?.[Symbol.dispose]();
    this.#options.onClose?.();
  }

  async #open(reference: StoredReference, access: Access): Promise<OpenedReference> {
    switch (reference.kind) {
      case "layout": {
        const store = new LayoutStore(reference.directory, this.#options.signal);
        const { tag, digest } = reference;
        const select = async (): Promise<ManifestSelector> => {
          if (digest === undefined && tag !== undefined) return { kind: "tag", tag };
          return { kind: "digest", digest: digest ?? (await store.only()) };
        };
        return { reference, store, tag: tag ?? defaultTag, select };
      }
      case "registry": {
        const { host, repository, tag = defaultTag, digest } = reference;
        const registries = await this.#openRegistries();
        const store = registries.open({ host, repository, access });
        const select = async (): Promise<ManifestSelector> =>
          digest === undefined ? { kind: "tag", tag } : { kind: "digest", digest };
        return { reference, store, tag, select };
      }
      case "archive": {
        const name = reference.tag ?? `${defaultRepository}:${defaultTag}`;
        const tag = name.slice(name.lastIndexOf(":") + 1);
        const store = new ArchiveStore(reference.file, name.slice(0, -tag.length - 1));
        const select = async (): Promise<ManifestSelector> =>
          reference.tag === undefined ? { kind: "digest", digest: await store.only() } : { kind: "tag", tag };
        return { reference, store, tag, select };
      }
      case "engine": {
        const { signal, env } = this.#options;
        const store = new EngineStore(await connectEngine(env), reference.name, signal);
        const tag = /:([^:/]+)$/.exec(reference.name)?.[1] ?? defaultTag;
        const select = async (): Promise<ManifestSelector> => ({
          kind: "digest",
          digest: await store.only(),
        });
        return { reference, store, tag, select };
      }
    }
  }

  async #openRegistries(): Promise<Registries> {
    if (this.#registries) return this.#registries;
    // An HTTP client with TLS is for images in registries only.
    const { Registries } = await import("./registry/registries.ts");
    const { credentials, ...options } = this.#options;
    const configured = dockerConfigCredentials({ env: options.env });
    this.#registries ??= new Registries({
      ...options,
      onRequest: this.#meter.record,
      headers: dockerConfigHeaders({ env: options.env }),
      credentials: credentials ? firstOf(credentials, configured) : configured,
    });
    return this.#registries;
  }
}
