import { envelopeFromJSON, toDSSEBundle, toMessageSignatureBundle } from "@sigstore/bundle";
import { IdentikitError } from "../../fault/error.ts";
import { readJson } from "../../image/document/read-json.ts";
import { imageAt } from "../../image/image-at.ts";
import { parseImageManifest } from "../../image/model.ts";
import { referrersTag } from "../../image/referrers/tagged-referrers.ts";
import type { Descriptor, ImageStore } from "../../image/store.ts";
import { readBlob } from "../../image/verified-blob.ts";
import type { Digest } from "../../tree/digest.ts";
import { hexOf, largestStatement } from "../statements/statement.ts";
import type { FoundBundle } from "./found-bundle.ts";

const signatureAnnotation = "dev.cosignproject.cosign/signature";
const simpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";
const envelope = "application/vnd.dsse.envelope.v1+json";

/**
 * What cosign before version 3 wrote by key: signatures under the tag `sha256-HEX.sig`, attestations under `sha256-HEX.att`, a
 * layer each. Those that need the certificate in their annotations are not read; a newer cosign writes them as bundles.
 * @throws {IdentikitError} the faults of the place, and `IMAGE_INVALID`, `DIGEST_MISMATCH` for what is damaged
 */
export async function readLegacy(store: ImageStore, subject: Digest): Promise<readonly FoundBundle[]> {
  const [signatures, attestations] = await Promise.all([
    layersUnder(store, `${referrersTag(subject)}.sig`, simpleSigning),
    layersUnder(store, `${referrersTag(subject)}.att`, envelope),
  ]);
  return [
    ...signatures.map(({ layer, bytes }): FoundBundle => {
      const signature = Buffer.from(layer.annotations?.[signatureAnnotation] ?? "", "base64");
      const digest = Buffer.from(hexOf(layer.digest), "hex");
      const bundle = toMessageSignatureBundle({ digest, signature, keyHint: "" });
      return { artifact: layer, bundle, payload: bytes };
    }),
    ...attestations.map(
      ({ layer, bytes }): FoundBundle => ({ artifact: layer, bundle: envelopeIn(layer, bytes) }),
    ),
  ];
}

async function layersUnder(
  store: ImageStore,
  tag: string,
  mediaType: string,
): Promise<readonly { readonly layer: Descriptor; readonly bytes: Uint8Array }[]> {
  const raw = await imageAt(store, { kind: "tag", tag });
  if (raw === undefined) return [];
  const manifest = parseImageManifest(raw, `${store.name}:${tag}`);
  const layers =
    manifest.kind === "index" ? [] : manifest.layers.filter((one) => one.mediaType === mediaType);
  return await Promise.all(
    layers.map(async (layer) => ({ layer, bytes: await readBlob(store, layer, largestStatement) })),
  );
}

function envelopeIn({ digest }: Descriptor, bytes: Uint8Array): FoundBundle["bundle"] {
  try {
    const { payload, payloadType, signatures } = envelopeFromJSON(readJson(bytes, digest));
    const [first] = signatures;
    if (first === undefined) throw new TypeError("it has no signature");
    return toDSSEBundle({ artifact: payload, artifactType: payloadType, signature: first.sig, keyHint: "" });
  } catch (cause) {
    throw new IdentikitError("ATTESTATION_INVALID", `${digest} is not an envelope of a statement`, {
      remedy: "Find out who wrote it; sign the image again with --sign-key.",
      cause,
    });
  }
}
