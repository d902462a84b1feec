import { IdentikitError } from "../fault/error.ts";
import { treeDigestLabel } from "./labels.ts";
import { parseImageManifest } from "./model.ts";
import type { Descriptor, ImageSource, ManifestSelector, RawManifest } from "./store.ts";

/**
 * A source whose images are about to be compared: the identity's layer is asked for as soon as its manifest is there, beside the
 * config, which has to be read first. Only a baked image says in its manifest that an identity is in it; on its top lies, as a rule,
 * the layer that has it.
 */
export class IdentityExpected implements ImageSource {
  readonly name: string;
  readonly #source: ImageSource;

  constructor(source: ImageSource) {
    this.#source = source;
    this.name = source.name;
  }

  async manifest(selector: ManifestSelector): Promise<RawManifest> {
    const raw = await this.#source.manifest(selector);
    const layer = identityLayerOf(raw);
    if (layer) this.#source.expectContent?.(layer);
    return raw;
  }

  blob(descriptor: Descriptor): AsyncIterable<Uint8Array> {
    return this.#source.blob(descriptor);
  }
}

function identityLayerOf(raw: RawManifest): Descriptor | undefined {
  try {
    const parsed = parseImageManifest(raw, "the image");
    const isBaked = parsed.kind === "manifest" && parsed.annotations?.[treeDigestLabel] !== undefined;
    return isBaked ? parsed.layers.at(-1) : undefined;
  } catch (fault) {
    if (fault instanceof IdentikitError) return undefined; // what is wrong is for whoever reads it as an image to say
    throw fault;
  }
}
