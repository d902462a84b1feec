import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { asFault, IdentikitError } from "../../fault/error.ts";
import { inParallel } from "../../fault/slots.ts";
import { childManifest } from "../../image/child-manifest.ts";
import { readJson } from "../../image/document/read-json.ts";
import { isManifestType } from "../../image/media-type.ts";
import { parseImageManifest } from "../../image/model.ts";
import type { Descriptor, ImageStore } from "../../image/store.ts";
import { readBlob } from "../../image/verified-blob.ts";
import type { Digest } from "../../tree/digest.ts";
import { largestStatement } from "../statements/statement.ts";
import { emptyType, isBundleType } from "./bundle-type.ts";
import type { FoundBundle } from "./found-bundle.ts";

/** Artifacts that are read at once. */
const parallelArtifacts = 6;
/** Whoever may push can add bundles: so many are looked at. */
const mostBundles = 200;

/** An artifact that says to be a bundle and cannot be read as one. */
export interface UnreadBundle {
  readonly artifact: Descriptor;
  readonly fault: IdentikitError;
}

/**
 * The Sigstore bundles that refer to an image, as the place lists them.
 * @throws {IdentikitError} `ATTESTATION_INVALID` where there are more than 200, and the faults of the place
 */
export async function readBundles(store: ImageStore, subject: Digest): Promise<readonly FoundBundle[]> {
  return (await surveyBundles(store, subject)).filter((one) => "bundle" in one);
}

/** {@link readBundles}, and those that cannot be read. */
export async function surveyBundles(
  store: ImageStore,
  subject: Digest,
): Promise<readonly (FoundBundle | UnreadBundle)[]> {
  const listed = (await store.referrers?.of(subject)) ?? [];
  // Some registries list an artifact by the type of its config, so that one without a type of its own may be a bundle.
  const artifacts = listed.filter(
    ({ mediaType, artifactType = emptyType }) =>
      isManifestType(mediaType) && (artifactType === emptyType || isBundleType(artifactType)),
  );
  if (artifacts.length > mostBundles)
    throw new IdentikitError(
      "ATTESTATION_INVALID",
      `${store.name}: ${artifacts.length} bundles refer to ${subject}`,
      {
        remedy: `Remove those that nobody needs: at most ${mostBundles} are read.`,
      },
    );
  const read = await inParallel(artifacts, parallelArtifacts, async (artifact) => {
    try {
      const bundle = await readOne(store, artifact, subject);
      return bundle && { artifact, bundle };
    } catch (caught) {
      const fault = asFault(caught);
      // A place that fails says nothing about the artifact; content that is wrong does.
      if (
        ![
          "IMAGE_INVALID",
          "IMAGE_AMBIGUOUS",
          "IMAGE_MISSING",
          "DIGEST_MISMATCH",
          "ATTESTATION_INVALID",
        ].includes(fault.code)
      )
        throw caught;
      return { artifact, fault };
    }
  });
  return read.filter((one) => one !== undefined);
}

/** The bundle in an artifact; nothing where the artifact is something else. */
async function readOne(
  store: ImageStore,
  artifact: Descriptor,
  subject: Digest,
): Promise<Bundle | undefined> {
  const place = `${store.name}@${artifact.digest}`;
  const manifest = parseImageManifest(await childManifest(store, artifact), place);
  const type =
    manifest.kind === "manifest" ? (manifest.artifactType ?? manifest.config.mediaType) : undefined;
  if (!isBundleType(type)) return undefined;
  if (manifest.kind === "index" || manifest.subject?.digest !== subject)
    throw invalid(place, `it is listed as referring to ${subject}, and does not`);
  const [layer, ...others] = manifest.layers;
  if (layer === undefined || others.length > 0 || !isBundleType(layer.mediaType))
    throw invalid(place, "it does not hold one bundle");
  const value = readJson(await readBlob(store, layer, largestStatement), place);
  try {
    return bundleFromJSON(value);
  } catch (cause) {
    throw invalid(place, "it is not a Sigstore bundle", cause);
  }
}

function invalid(place: string, reason: string, cause?: unknown): IdentikitError {
  return new IdentikitError("ATTESTATION_INVALID", `${place}: ${reason}`, {
    remedy: "Find out who wrote it; sign the image again with --sign-key.",
    cause,
  });
}
