import type { Finding } from "../../fault/finding.ts";
import type { Digest } from "../../tree/digest.ts";
import { childManifest } from "../child-manifest.ts";
import { platformOf } from "../image.ts";
import { invalid } from "../image-fault.ts";
import { imageLimits } from "../limits.ts";
import {
  checkRunnable,
  diffIds,
  type ImageConfig,
  type ImageIndex,
  type ImageManifest,
  parseImageManifest,
  parseLoneConfig,
} from "../model.ts";
import { formatPlatform, isAttestation, isSameMachine } from "../platform.ts";
import type { Descriptor, ImageSource, ManifestSelector, Platform, RawManifest } from "../store.ts";
import { checkManifest, verified } from "../verified-blob.ts";
import { faultOfPart, type ImagePart, imageFinding } from "./image-finding.ts";
import { validateLayer } from "./validate-layer.ts";

/** One platform's image of what was validated; its config could be read. */
export interface ValidatedImage {
  readonly digest: Digest;
  readonly platform: Platform;
  readonly layers: readonly Descriptor[];
  readonly config: ImageConfig;
}

export interface Validation {
  /** Of the manifest or index that the name stands for. */
  readonly digest: Digest;
  /** Everything that is wrong; none for an image that every engine takes. */
  readonly findings: readonly Finding[];
  readonly images: readonly ValidatedImage[];
  /** How many layers were read, of all platforms. */
  readonly layersRead: number;
}

/**
 * Reads a whole image and checks what its parts say of one another: every manifest, config and layer is what its digest and
 * size say; media types agree with what is there; every layer unpacks, and its archive has the diff ID of the config; history,
 * where there is any, accounts for every layer; an index lists each image under its own platform. What is wrong with one part
 * keeps no other from being looked at. Attestations in an index are checked as content only.
 * @param signal stops between two chunks
 * @throws {IdentikitError} `IMAGE_MISSING` where the place has no such name, and what says nothing about the image
 */
export async function validateImage(
  source: ImageSource,
  selector: ManifestSelector,
  signal?: AbortSignal,
): Promise<Validation> {
  const raw = await source.manifest(selector);
  const walk = new Walk(source, signal);
  const asked = selector.kind === "digest" ? selector.digest : undefined;
  await walk.manifest(raw, { asked, listed: undefined, depth: 0 });
  return { digest: raw.digest, findings: walk.findings, images: walk.images, layersRead: walk.layersRead };
}

/** How a manifest was come by. */
interface Way {
  readonly asked: Digest | undefined;
  /** The entry of the index that lists it. */
  readonly listed: Descriptor | undefined;
  readonly depth: number;
}

class Walk {
  readonly findings: Finding[] = [];
  readonly images: ValidatedImage[] = [];
  layersRead = 0;
  readonly #source: ImageSource;
  readonly #signal: AbortSignal | undefined;

  constructor(source: ImageSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  async manifest(raw: RawManifest, way: Way): Promise<void> {
    const subject = way.listed?.platform ? formatPlatform(way.listed.platform) : raw.digest;
    await this.#part({ path: `manifest ${raw.digest}`, subject }, async () => {
      const { name } = this.#source;
      const parsed = parseImageManifest(checkManifest(raw, way.asked, name), name);
      if (parsed.kind === "index") await this.#index(parsed, way);
      else if (way.listed && isAttestation(way.listed)) await this.#content(parsed, subject);
      else await this.#image(raw.digest, parsed, way);
    });
  }

  async #index({ manifests }: ImageIndex, { depth }: Way): Promise<void> {
    const { name } = this.#source;
    if (depth >= imageLimits.indexDepth) throw invalid(name, "its indexes are nested too deeply");
    if (manifests.length > imageLimits.indexEntries) throw invalid(name, "it has too many entries");
    if (manifests.every(isAttestation)) throw invalid(name, "its index holds no image");
    for (const listed of manifests) {
      const { digest, platform } = listed;
      const subject = platform ? formatPlatform(platform) : digest;
      await this.#part({ path: `manifest ${digest}`, subject }, async () => {
        const raw = await childManifest(this.#source, listed);
        await this.manifest(raw, { asked: digest, listed, depth: depth + 1 });
      });
    }
  }

  async #image(digest: Digest, manifest: ImageManifest, { listed }: Way): Promise<void> {
    const { name } = this.#source;
    const subject = listed?.platform ? formatPlatform(listed.platform) : digest;
    await this.#part({ path: `manifest ${digest}`, subject }, async () => checkRunnable(manifest, name));
    const part = { path: `config ${manifest.config.digest}`, subject };
    const config = await this.#part(part, async () =>
      parseLoneConfig(await this.#bytes(manifest.config), name),
    );
    if (config) {
      const platform = platformOf(config);
      this.images.push({ digest, platform, layers: manifest.layers, config });
      this.findings.push(...differencesOf(manifest, config, listed?.platform, part));
    }
    const ids = config ? diffIds(config) : [];
    for (const [at, descriptor] of manifest.layers.entries()) {
      const layer = { path: `layer ${at + 1} ${descriptor.digest}`, subject };
      const found = await validateLayer(
        this.#source,
        { descriptor, diffId: ids[at], part: layer },
        this.#signal,
      );
      this.findings.push(...found);
      this.layersRead++;
    }
  }

  /** What is no image that runs: its blobs have to be what the manifest says, and nothing more is known of them. */
  async #content({ config, layers }: ImageManifest, subject: string): Promise<void> {
    for (const blob of [config, ...layers]) {
      await this.#part({ path: `blob ${blob.digest}`, subject }, async () => {
        const chunks = verified(blob, this.#source.blob(blob), this.#source.name);
        for await (const _ of chunks) this.#signal?.throwIfAborted();
      });
    }
  }

  async #bytes(descriptor: Descriptor): Promise<Uint8Array> {
    if (descriptor.size > imageLimits.configBytes)
      throw invalid(this.#source.name, "its config is over 10 MiB");
    const chunks: Uint8Array[] = [];
    for await (const chunk of verified(descriptor, this.#source.blob(descriptor), this.#source.name))
      chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Checks a part; what is wrong with it is kept, and gives `undefined`. */
  async #part<Result>(part: ImagePart, check: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await check();
    } catch (fault) {
      this.#signal?.throwIfAborted();
      this.findings.push(faultOfPart(fault, part));
      return undefined;
    }
  }
}

/** What a config says that its manifest, or the index above, contradicts. */
function differencesOf(
  { layers }: ImageManifest,
  config: ImageConfig,
  listed: Platform | undefined,
  part: ImagePart,
): Finding[] {
  const findings: Finding[] = [];
  const expected = `${layers.length} layers`;
  const ids = diffIds(config).length;
  if (ids !== layers.length)
    findings.push(imageFinding("IMAGE_LAYER_COUNT", part, expected, `${ids} diff IDs`));
  const history = config.history ?? [];
  const steps = history.filter(({ empty_layer: isEmpty }) => !isEmpty).length;
  if (history.length > 0 && steps !== layers.length)
    findings.push(imageFinding("IMAGE_HISTORY", part, expected, `${steps} entries with a layer`));
  const own = platformOf(config);
  if (listed && !isSameMachine(listed, own))
    findings.push(imageFinding("IMAGE_PLATFORM", part, formatPlatform(listed), formatPlatform(own)));
  return findings;
}
