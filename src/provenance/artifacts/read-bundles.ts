import { bundleFromJSON } from "@sigstore/bundle";
import { IdentikitError } from "../../fault/error.ts";
import { inParallel } from "../../fault/slots.ts";
import { childManifest } from "../../image/child-manifest.ts";
import { readJson } from "../../image/document/read-json.ts";
import { isManifestType } from "../../image/media-type.ts";
import { parseImageManifest } from "../../image/model.ts";
import type { Descriptor, ImageStore } from "../../image/store.ts";
import type { Digest } from "../../tree/digest.ts";
import { emptyType, isBundleType } from "./bundle-type.ts";
import { damagedBundle } from "./damaged-bundle.ts";
import { type FoundBundle, type UnreadBundle, unreadBundle } from "./found-bundle.ts";
import { type LocatedBundle, readLocated } from "./located-bundle.ts";
import { locateLegacy } from "./read-legacy.ts";

/** Artifacts that are read at once. */
const parallelArtifacts = 6;
/** Whoever may push can add bundles: so many are looked at. */
const mostBundles = 200;

/**
 * The Sigstore bundles that refer to an image, as the place lists them.
 * @throws {IdentikitError} `ATTESTATION_INVALID` where there are more than 200, and the faults of the place
 */
export async function readBundles(store: ImageStore, subject: Digest): Promise<readonly FoundBundle[]> {
  const { located } = partsOf(await locateBundles(store, subject));
  return (await readLocated(store, located)).filter((one) => "bundle" in one);
}

/**
 * {@link readBundles}, what cosign before version 3 wrote, and those that cannot be read.
 * @throws {IdentikitError} as there
 */
export async function surveyBundles(
  store: ImageStore,
  subject: Digest,
): Promise<readonly (FoundBundle | UnreadBundle)[]> {
  const found = await Promise.all([locateBundles(store, subject), locateLegacy(store, subject)]);
  const { located, unread } = partsOf(found.flat());
  return [...(await readLocated(store, located)), ...unread];
}

function partsOf(found: readonly (LocatedBundle | UnreadBundle)[]) {
  return {
    located: found.filter((one) => "blob" in one),
    unread: found.filter((one) => "fault" in one),
  };
}

async function locateBundles(
  store: ImageStore,
  subject: Digest,
): Promise<readonly (LocatedBundle | UnreadBundle)[]> {
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
  const located = await inParallel(artifacts, parallelArtifacts, async (artifact) => {
    try {
      return await locateOne(store, artifact, subject);
    } catch (caught) {
      return unreadBundle(artifact, caught);
    }
  });
  return located.filter((one) => one !== undefined);
}

/** Where the bundle of an artifact lies; nothing where the artifact is something else. */
async function locateOne(
  store: ImageStore,
  artifact: Descriptor,
  subject: Digest,
): Promise<LocatedBundle | undefined> {
  const place = `${store.name}@${artifact.digest}`;
  const manifest = parseImageManifest(await childManifest(store, artifact), place);
  const type =
    manifest.kind === "manifest" ? (manifest.artifactType ?? manifest.config.mediaType) : undefined;
  if (!isBundleType(type)) return undefined;
  if (manifest.kind === "index" || manifest.subject?.digest !== subject)
    throw damagedBundle(place, `it is listed as referring to ${subject}, and does not`);
  const [layer, ...others] = manifest.layers;
  if (layer === undefined || others.length > 0 || !isBundleType(layer.mediaType))
    throw damagedBundle(place, "it does not hold one bundle");
  return { artifact, blob: layer, parse: (bytes) => ({ artifact, bundle: bundleIn(bytes, place) }) };
}

function bundleIn(bytes: Uint8Array, place: string): FoundBundle["bundle"] {
  const value = readJson(bytes, place);
  try {
    return bundleFromJSON(value);
  } catch (cause) {
    throw damagedBundle(place, "it is not a Sigstore bundle", cause);
  }
}
