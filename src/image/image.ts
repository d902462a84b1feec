import { isIndexType } from "./media-type.ts";
import {
  type ImageConfig,
  type ImageIndex,
  type ImageManifest,
  imageLimits,
  invalid,
  parseConfig,
  parseManifest,
} from "./model.ts";
import { formatPlatform, isAttestation, platformMatches } from "./platform.ts";
import { platformMissing } from "./platform-missing.ts";
import type { Descriptor, ImageSource, ManifestSelector, Platform, RawManifest } from "./store.ts";
import { checkManifest, readBlob } from "./verified-blob.ts";

/** One platform's image, with everything but its layers read and verified. */
export interface PlatformImage {
  readonly platform: Platform;
  readonly raw: RawManifest;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

/** What a reference names: one image, or an index of several platforms' images. */
export interface NamedImage {
  readonly raw: RawManifest;
  readonly index: ImageIndex | undefined;
  /** The platforms asked for, else all of them, in the index's order; attestations are left out. */
  readonly images: readonly PlatformImage[];
}

/**
 * Reads manifests and configs, no layers.
 * @param platforms the ones to read, all of which must be there; empty means all
 * @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`, and those of the source
 */
export async function readImage(
  source: ImageSource,
  selector: ManifestSelector,
  platforms: readonly Platform[] = [],
): Promise<NamedImage> {
  const raw = await readManifest(source, selector);
  const parsed = parseManifest(raw, source.name);
  if (parsed.kind === "manifest") {
    const image = await readPlatform(source, raw, parsed);
    const missing = platforms.find((wanted) => !platformMatches(wanted, image.platform));
    if (missing) throw platformMissing(source.name, missing, [image.platform]);
    return { raw, index: undefined, images: [image] };
  }
  const entries = await flatten(source, parsed, 1);
  const chosen = choose(entries, platforms, source.name);
  const images: PlatformImage[] = [];
  for (const entry of chosen) images.push(await readEntry(source, entry));
  if (images.length === 0) throw invalid(source.name, `index ${raw.digest} holds no image`);
  return { raw, index: parsed, images };
}

/** A manifest, with its digest worked out here once more: everything else hangs on it. */
async function readManifest(source: ImageSource, selector: ManifestSelector): Promise<RawManifest> {
  const asked = selector.kind === "digest" ? selector.digest : undefined;
  return checkManifest(await source.manifest(selector), asked, source.name);
}

/** The images of an index and of the indexes in it. */
async function flatten(source: ImageSource, index: ImageIndex, depth: number): Promise<Descriptor[]> {
  const entries: Descriptor[] = [];
  for (const entry of index.manifests.filter((each) => !isAttestation(each))) {
    if (!isIndexType(entry.mediaType)) {
      entries.push(entry);
      continue;
    }
    if (depth >= imageLimits.indexDepth) throw invalid(source.name, "its indexes are nested too deeply");
    const nested = await readManifest(source, { kind: "digest", digest: entry.digest });
    const inner = parseManifest(nested, source.name);
    if (inner.kind === "manifest") throw invalid(source.name, `${entry.digest} is declared to be an index`);
    entries.push(...(await flatten(source, inner, depth + 1)));
    if (entries.length > imageLimits.indexEntries) throw invalid(source.name, "it has too many entries");
  }
  return entries;
}

function choose(
  entries: readonly Descriptor[],
  platforms: readonly Platform[],
  place: string,
): readonly Descriptor[] {
  if (platforms.length === 0) return entries;
  // Every match is taken: which of two an engine would run is the engine's choice.
  return platforms.flatMap((wanted) => {
    const matching = entries.filter(({ platform }) => platform && platformMatches(wanted, platform));
    if (matching.length > 0) return matching;
    throw platformMissing(
      place,
      wanted,
      entries.flatMap(({ platform }) => platform ?? []),
    );
  });
}

async function readEntry(source: ImageSource, entry: Descriptor): Promise<PlatformImage> {
  const raw = await readManifest(source, { kind: "digest", digest: entry.digest });
  const manifest = parseManifest(raw, source.name);
  if (manifest.kind === "index") throw invalid(source.name, `${entry.digest} is declared to be a manifest`);
  const image = await readPlatform(source, raw, manifest);
  const declared = entry.platform;
  if (
    declared &&
    (declared.os !== image.platform.os || declared.architecture !== image.platform.architecture)
  ) {
    const reason = `${entry.digest} is listed as ${formatPlatform(declared)}, and says ${formatPlatform(image.platform)}`;
    throw invalid(source.name, reason);
  }
  return { ...image, platform: declared ?? image.platform };
}

async function readPlatform(
  source: ImageSource,
  raw: RawManifest,
  manifest: ImageManifest,
): Promise<PlatformImage> {
  const bytes = await readBlob(source, manifest.config, imageLimits.configBytes);
  const config = parseConfig(bytes, manifest.layers.length, source.name);
  const { os, architecture, variant } = config;
  const version = config["os.version"];
  const platform = {
    os,
    architecture,
    ...(variant ? { variant } : {}),
    ...(version ? { "os.version": version } : {}),
  };
  return { platform, raw, manifest, config };
}
