import { envelopeFromJSON, toDSSEBundle, toMessageSignatureBundle } from "@sigstore/bundle";
import { readJson } from "../../image/document/read-json.ts";
import { imageAt } from "../../image/image-at.ts";
import { parseImageManifest } from "../../image/model.ts";
import { referrersTag } from "../../image/referrers/tagged-referrers.ts";
import type { Descriptor, ImageStore } from "../../image/store.ts";
import type { Digest } from "../../tree/digest.ts";
import { hexOf } from "../statements/statement.ts";
import { damagedBundle } from "./damaged-bundle.ts";
import { type FoundBundle, type UnreadBundle, unreadBundle } from "./found-bundle.ts";
import type { LocatedBundle } from "./located-bundle.ts";

const signatureAnnotation = "dev.cosignproject.cosign/signature";
const simpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";
const envelope = "application/vnd.dsse.envelope.v1+json";

/**
 * What cosign before version 3 wrote by key: signatures under the tag `sha256-HEX.sig`, attestations under `sha256-HEX.att`, a
 * layer each. Those that need the certificate in their annotations are not read; a newer cosign writes them as bundles.
 * @throws {IdentikitError} the faults of the place
 */
export async function locateLegacy(
  store: ImageStore,
  subject: Digest,
): Promise<readonly (LocatedBundle | UnreadBundle)[]> {
  const found = await Promise.all([
    locateUnder(store, `${referrersTag(subject)}.sig`, simpleSigning, signatureIn),
    locateUnder(store, `${referrersTag(subject)}.att`, envelope, envelopeIn),
  ]);
  return found.flat();
}

async function locateUnder(
  store: ImageStore,
  tag: string,
  mediaType: string,
  parse: (layer: Descriptor, bytes: Uint8Array) => FoundBundle,
): Promise<readonly (LocatedBundle | UnreadBundle)[]> {
  const raw = await imageAt(store, { kind: "tag", tag });
  if (raw === undefined) return [];
  try {
    const manifest = parseImageManifest(raw, `${store.name}:${tag}`);
    const layers = manifest.kind === "index" ? [] : manifest.layers;
    return layers
      .filter((layer) => layer.mediaType === mediaType)
      .map((layer) => ({ artifact: layer, blob: layer, parse: (bytes) => parse(layer, bytes) }));
  } catch (caught) {
    return [unreadBundle({ ...raw, size: raw.bytes.length }, caught)];
  }
}

function signatureIn(layer: Descriptor, payload: Uint8Array): FoundBundle {
  const signature = Buffer.from(layer.annotations?.[signatureAnnotation] ?? "", "base64");
  const digest = Buffer.from(hexOf(layer.digest), "hex");
  const bundle = toMessageSignatureBundle({ digest, signature, keyHint: "" });
  return { artifact: layer, bundle, payload };
}

function envelopeIn(layer: Descriptor, bytes: Uint8Array): FoundBundle {
  const value = readJson(bytes, layer.digest);
  try {
    const { payload, payloadType, signatures } = envelopeFromJSON(value);
    const [only, ...others] = signatures;
    // Whose statement it would be with two, verifiers answer differently.
    if (only === undefined || others.length > 0)
      throw new TypeError(`it has ${signatures.length} signatures`);
    const bundle = toDSSEBundle({
      artifact: payload,
      artifactType: payloadType,
      signature: only.sig,
      keyHint: "",
    });
    return { artifact: layer, bundle };
  } catch (cause) {
    throw damagedBundle(layer.digest, "it is not an envelope with one signature", cause);
  }
}
