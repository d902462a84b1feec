import { IdentikitError } from "../fault/error.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import { parseImageManifest } from "./model.ts";
import type { RawManifest } from "./store.ts";

/** The annotation of a baked image that carries its base's config, in base64. */
const annotation = "io.identikit.base.config";
/** A larger config is not carried; it is read from the base again. Bytes. */
const largest = 32 * 1024;

/**
 * A baked image carries the config of its base: so a later bake that finds the image under its name has what it needs to
 * tell that there is nothing to do, on a machine that knows nothing of the base yet. Only a manifest can carry it, and
 * only of the OCI family; an index is told by its children.
 */
export function carrying(config: Uint8Array | undefined): Readonly<Record<string, string>> {
  if (!config || config.length > largest) return {};
  return { [annotation]: Buffer.from(config).toString("base64") };
}

/** The config that an image carries, by its digest: whoever takes it for a base's compares that with the base's. */
export function carriedConfigIn(raw: RawManifest | undefined): ReadonlyMap<Digest, Uint8Array> {
  const text = raw && annotationOf(raw);
  if (text === undefined) return new Map();
  const config = Buffer.from(text, "base64");
  return new Map([[digestOf(config), config]]);
}

function annotationOf(manifest: RawManifest): string | undefined {
  try {
    return parseImageManifest(manifest, "the image").annotations?.[annotation];
  } catch (fault) {
    if (fault instanceof IdentikitError) return undefined; // what is wrong is for whoever reads it as an image to say
    throw fault;
  }
}
