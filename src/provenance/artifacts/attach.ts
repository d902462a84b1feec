import { type Bundle, bundleToJSON } from "@sigstore/bundle";
import { IdentikitError } from "../../fault/error.ts";
import { copyImage } from "../../image/copy.ts";
import { mediaTypes } from "../../image/media-type.ts";
import { StagedImage } from "../../image/staged-image.ts";
import type { Descriptor, ImageStore, RawManifest, ReferrerList } from "../../image/store.ts";
import type { StatementSigner } from "../signing/statement-signer.ts";
import { essenceOf } from "../statements/essence.ts";
import { makeStatement, type Predicate, parseStatement, type Statement } from "../statements/statement.ts";
import { bundleAnnotations, bundleType, emptyType } from "./bundle-type.ts";
import type { FoundBundle } from "./found-bundle.ts";
import { readBundles } from "./read-bundles.ts";

/** What came of {@link attach}. */
export interface Attached {
  /** The manifests of the artifacts, in the order of what was said. */
  readonly artifacts: readonly { readonly predicateType: string; readonly digest: string }[];
  /** How many were written; the others stood there already, signed with the same key. */
  readonly written: number;
}

/**
 * Signs what is to be said of an image and writes each statement as an OCI artifact that refers to the image. A statement that is
 * there already, word by word and with this key's signature, is not signed again.
 * @throws {IdentikitError} `REFERRERS_UNSUPPORTED`, `SIGNING_FAILED`, and the faults of the place
 */
export async function attach(
  store: ImageStore,
  {
    top,
    signer,
    said,
  }: {
    readonly top: RawManifest;
    readonly signer: StatementSigner;
    readonly said: readonly Predicate[];
  },
): Promise<Attached> {
  const referrers = referrersOf(store);
  const known = await readBundles(store, top.digest);
  const statements = said.map((one) => makeStatement(top.digest, one));
  const artifacts: {
    readonly descriptor: Descriptor;
    readonly predicateType: string;
    readonly isNew: boolean;
  }[] = [];
  for (const statement of statements) {
    const there = standing(known, statement, signer);
    const descriptor = there?.artifact ?? (await write(store, top, statement, await signer.sign(statement)));
    artifacts.push({ descriptor, predicateType: statement.predicateType, isNew: there === undefined });
  }
  const written = artifacts.filter(({ isNew }) => isNew);
  if (written.length > 0)
    await referrers.add(
      top.digest,
      written.map(({ descriptor }) => descriptor),
    );
  return {
    artifacts: artifacts.map(({ descriptor, predicateType }) => ({
      predicateType,
      digest: descriptor.digest,
    })),
    written: written.length,
  };
}

/**
 * The place's list of what refers to its images.
 * @throws {IdentikitError} `REFERRERS_UNSUPPORTED` for an engine and an archive, which hold images only
 */
export function referrersOf(store: ImageStore): ReferrerList {
  if (store.referrers) return store.referrers;
  throw new IdentikitError(
    "REFERRERS_UNSUPPORTED",
    `${store.name} holds images only, and no signatures of them`,
    {
      remedy: "Sign the image where it is published: in a registry, or in an OCI layout.",
    },
  );
}

/** The statement that stands there already, signed by the same: whoever may push could put the words there without a signature. */
function standing(
  known: readonly FoundBundle[],
  statement: Statement,
  signer: StatementSigner,
): FoundBundle | undefined {
  const essence = essenceOf(statement);
  const subject = `sha256:${statement.subject[0]?.digest.sha256}`;
  return known.find(({ bundle, artifact }) => {
    if (bundle.content.$case !== "dsseEnvelope") return false;
    try {
      const said = parseStatement(bundle.content.dsseEnvelope.payload, artifact.digest);
      return (
        essenceOf(said) === essence &&
        said.subjects.some((one) => one === subject) &&
        signer.hasSigned(bundle)
      );
    } catch {
      // What cannot be read does not stand there.
      return false;
    }
  });
}

async function write(
  store: ImageStore,
  top: RawManifest,
  { predicateType }: Statement,
  bundle: Bundle,
): Promise<Descriptor> {
  const staged = new StagedImage(`the statement ${predicateType}`, undefined);
  const manifest = staged.addManifest(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      artifactType: bundleType,
      config: staged.addBlob(Buffer.from("{}"), emptyType),
      layers: [staged.addBlob(Buffer.from(JSON.stringify(bundleToJSON(bundle))), bundleType)],
      subject: { mediaType: top.mediaType, digest: top.digest, size: top.bytes.length },
      annotations: {
        [bundleAnnotations.content]: "dsse-envelope",
        [bundleAnnotations.predicateType]: predicateType,
      },
    },
    mediaTypes.ociManifest,
  );
  await copyImage(staged, manifest, store, []);
  const { mediaType, digest, bytes } = manifest;
  return { mediaType, digest, size: bytes.length, artifactType: bundleType };
}
