import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { type Bundle, bundleToJSON } from "@sigstore/bundle";
import { copyImage } from "../../src/image/copy.ts";
import { mediaTypes } from "../../src/image/media-type.ts";
import { StagedImage } from "../../src/image/staged-image.ts";
import type { Descriptor, RawManifest } from "../../src/image/store.ts";
import { bundleType, emptyType } from "../../src/provenance/artifacts/bundle-type.ts";
import { keySigner } from "../../src/provenance/signing/key-signer.ts";
import { parseSigningKey } from "../../src/provenance/signing/signing-key.ts";
import { type Digest, digestOf } from "../../src/tree/digest.ts";
import { open } from "../image/samples.ts";
import { signingPlace } from "./signing-place.ts";

/** What a place that somebody hostile may write to lists beside an image. */
interface Artifact {
  readonly layers: readonly { readonly type: string; readonly bytes: Uint8Array }[];
  readonly subject?: RawManifest | undefined;
  readonly artifactType?: string;
}

/** A repository whose images lie in a layout, a key that counts, one that does not, and a hand that writes anything beside an image. */
export async function hostilePlace() {
  const at = signingPlace();
  const { store } = await open(`oci:${join(at.root, "out")}`);
  const keys = { ours: newKey(), theirs: newKey() };
  Object.assign(at.context.env, { OURS: keys.ours.text, OURS_PUBLIC: keys.ours.public });
  const gate = (image: string, more: object = {}) =>
    at.gate({
      image: `oci:out${image}`,
      ...{ requireSignature: true, requireAttestation: ["identity"], verifyKey: ["env://OURS_PUBLIC"] },
      ...more,
    });
  const top = (tag: string) => store.manifest({ kind: "tag", tag });

  /** Writes an artifact as it is told, and lists it beside an image, whatever it says itself. */
  async function put(beside: Digest, { layers, subject, artifactType }: Artifact): Promise<Descriptor> {
    const staged = new StagedImage("something hostile", undefined);
    const manifest = staged.addManifest(
      {
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        ...(artifactType === undefined ? {} : { artifactType }),
        config: staged.addBlob(Buffer.from("{}"), emptyType),
        layers: layers.map(({ type, bytes }) => staged.addBlob(bytes, type)),
        ...(subject
          ? { subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.bytes.length } }
          : {}),
      },
      mediaTypes.ociManifest,
    );
    await copyImage(staged, manifest, store, []);
    const { mediaType, digest, bytes } = manifest;
    const entry = { mediaType, digest, size: bytes.length, ...(artifactType ? { artifactType } : {}) };
    await list(beside, entry);
    return entry;
  }
  async function list(beside: Digest, entry: Descriptor): Promise<void> {
    await store.referrers?.add(beside, [entry]);
  }
  const putBundle = (subject: RawManifest, text: string) =>
    put(subject.digest, {
      ...{ subject, artifactType: bundleType },
      layers: [{ type: bundleType, bytes: Buffer.from(text) }],
    });
  /** Writes a manifest word for word, whose blobs need not be there. */
  async function putManifest(value: object, tag?: string): Promise<Descriptor> {
    const bytes = Buffer.from(JSON.stringify(value));
    const raw = { bytes, mediaType: mediaTypes.ociManifest, digest: digestOf(bytes) };
    await store.putManifest(raw, tag);
    return { mediaType: raw.mediaType, digest: raw.digest, size: bytes.length };
  }
  return { ...at, store, keys, gate, top, put, putBundle, putManifest, list };
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const text = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  return {
    text,
    public: publicKey.export({ format: "pem", type: "spki" }).toString(),
    signer: keySigner(parseSigningKey(text, "a key", undefined)),
  };
}

export const jsonOf = (bundle: Bundle): string => JSON.stringify(bundleToJSON(bundle));
