import { gzipSync } from "node:zlib";
import { IdentikitError } from "../../src/fault/error.ts";
import { verdictOf } from "../../src/fault/finding.ts";
import { bakedTree, identityV1 } from "../../src/image/identity.ts";
import type {
  Descriptor,
  ImageSource,
  ManifestSelector,
  Platform,
  RawManifest,
} from "../../src/image/store.ts";
import { type Digest, digestOf } from "../../src/tree/digest.ts";
import { gate, template } from "./samples.ts";
import { file, writeTarEntries } from "./tar-entries.ts";

export const types = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const;

const destination = "opt/molecule-platform-agent-template";

/** A layer with the identity, and one with another in its place. */
export const goodLayer = layerOf({});
export const badLayer = layerOf({ "config.yaml": "tampered\n" });

function layerOf(changes: Readonly<Record<string, string>>): Buffer {
  const entries = [...bakedTree(template(changes).select(identityV1.admits))].map(({ path, mode, bytes }) =>
    file(`${destination}/${path}`, Buffer.from(bytes).toString(), { mode }),
  );
  return writeTarEntries(entries);
}

/** Content by its digest, put there as the very bytes that a test writes. */
export class WrittenImage implements ImageSource {
  readonly name = "written";
  readonly #content = new Map<Digest, Buffer>();
  readonly #types = new Map<Digest, string>();

  add(content: string | Buffer, mediaType: string): Descriptor {
    const bytes = Buffer.from(content);
    const digest = digestOf(bytes);
    this.#content.set(digest, bytes);
    this.#types.set(digest, mediaType);
    return { mediaType, digest, size: bytes.length };
  }

  /** Puts other bytes under a digest that is not theirs. */
  damaged(descriptor: Descriptor, change: (bytes: Buffer) => Buffer): Descriptor {
    const bytes = Buffer.from(this.#content.get(descriptor.digest) ?? []);
    this.#content.set(descriptor.digest, change(bytes));
    return descriptor;
  }

  /** An image of one layer as the text of its manifest; the documents can be changed before they are written. */
  addImage(parts: WrittenParts = {}): Descriptor {
    const { layer = goodLayer, platform = { os: "linux", architecture: "amd64" } } = parts;
    const config = { ...platform, rootfs: { type: "layers", diff_ids: [digestOf(layer)] } };
    const manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: this.add(parts.config?.(config) ?? JSON.stringify(config), parts.configType ?? types.config),
      layers: [this.add(gzipSync(layer), parts.layerType ?? types.layer)],
    };
    const text = parts.manifest?.(manifest, this) ?? JSON.stringify(manifest);
    return this.add(text, parts.manifestType ?? types.manifest);
  }

  /** An index over entries. */
  addIndex(manifests: readonly object[], more: object = {}): Descriptor {
    return this.add(
      JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests, ...more }),
      types.index,
    );
  }

  /** What stands behind a descriptor. */
  text({ digest }: Descriptor): string {
    return this.#content.get(digest)?.toString() ?? "";
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    const digest = (selector as { digest: Digest }).digest;
    return { bytes: this.#bytes(digest), digest, mediaType: this.#types.get(digest) ?? "" };
  }

  async *blob({ digest }: Descriptor): AsyncGenerator<Uint8Array> {
    yield this.#bytes(digest);
  }

  #bytes(digest: Digest): Buffer {
    const bytes = this.#content.get(digest);
    if (bytes) return bytes;
    throw new IdentikitError("IMAGE_MISSING", `written: there is no ${digest}`, { remedy: "Write it." });
  }
}

export interface WrittenParts {
  readonly layer?: Buffer;
  readonly platform?: Platform;
  readonly manifest?: (good: WrittenManifest, image: WrittenImage) => string | Buffer;
  readonly config?: (good: Readonly<Record<string, unknown>>) => string | Buffer;
  readonly manifestType?: string;
  readonly configType?: string;
  readonly layerType?: string;
}

export interface WrittenManifest {
  readonly schemaVersion: number;
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** What the gate says of an image: its verdict and the codes of its findings. */
export async function gateOf(
  source: ImageSource,
  { digest }: { readonly digest: Digest },
  platforms: readonly Platform[] = [],
): Promise<string> {
  const findings = await gate()({ source, selector: { kind: "digest", digest }, subject: "x", platforms });
  return [verdictOf(findings), ...new Set(findings.map(({ code }) => code))].join(" ");
}
