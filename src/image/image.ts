import { childManifest } from "./child-manifest.ts";
import { invalid } from "./image-fault.ts";
import { imageLimits } from "./limits.ts";
import { isIndexType } from "./media-type.ts";
import {
  checkRunnable,
  type ImageConfig,
  type ImageIndex,
  type ImageManifest,
  parseConfig,
  parseImageManifest,
} from "./model.ts";
import { formatPlatform, isAttestation, isSameMachine } from "./platform.ts";
import { choosePlatforms, type PlatformChoice } from "./platform-choice.ts";
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
 * @throws {IdentikitError} `IMAGE_MISSING`, `IMAGE_INVALID`, `IMAGE_AMBIGUOUS`, `PLATFORM_MISSING`, `DIGEST_MISMATCH`,
 * and those of the source
 */
export async function readImage(
  source: ImageSource,
  selector: ManifestSelector,
  platforms: readonly Platform[] = [],
  choice: PlatformChoice = "engines",
): Promise<NamedImage> {
  const asked = selector.kind === "digest" ? selector.digest : undefined;
  const raw = checkManifest(await source.manifest(selector), asked, source.name);
  const parsed = parseImageManifest(raw, source.name);
  if (parsed.kind === "manifest") {
    const image = await readPlatform(source, raw, parsed);
    return { raw, index: undefined, images: choosePlatforms([image], platforms, "own", source.name) };
  }
  const entries = await flatten(source, parsed, 1);
  const images: PlatformImage[] = [];
  for (const entry of choosePlatforms(entries, platforms, choice, source.name))
    images.push(await readEntry(source, entry));
  if (images.length === 0) throw invalid(source.name, `index ${raw.digest} holds no image`);
  if (choice === "engines") return { raw, index: parsed, images };
  // What an entry without a platform is for, its config says.
  return { raw, index: parsed, images: choosePlatforms(images, platforms, choice, source.name) };
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
    const nested = await childManifest(source, entry);
    const inner = parseImageManifest(nested, source.name);
    if (inner.kind === "manifest") throw invalid(source.name, `${entry.digest} is declared to be an index`);
    entries.push(...(await flatten(source, inner, depth + 1)));
    if (entries.length > imageLimits.indexEntries) throw invalid(source.name, "it has too many entries");
  }
  return entries;
}

async function readEntry(source: ImageSource, entry: Descriptor): Promise<PlatformImage> {
  const raw = await childManifest(source, entry);
  const manifest = parseImageManifest(raw, source.name);
  if (manifest.kind === "index") throw invalid(source.name, `${entry.digest} is declared to be a manifest`);
  const image = await readPlatform(source, raw, manifest);
  const declared = entry.platform;
  if (declared && !isSameMachine(declared, image.platform)) {
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
  checkRunnable(manifest, source.name);
  const bytes = await readBlob(source, manifest.config, imageLimits.configBytes);
  const config = parseConfig(bytes, manifest.layers.length, source.name);
  return { platform: platformOf(config), raw, manifest, config };
}

/** The platform that a config says its image is for. */
export function platformOf(config: ImageConfig): Platform {
  const { os, architecture, variant, "os.version": version, "os.features": features } = config;
  return {
    os,
    architecture,
    ...(variant ? { variant } : {}),
    ...(version ? { "os.version": version } : {}),
    ...(features ? { "os.features": features } : {}),
  };
}
