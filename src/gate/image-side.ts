import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { bakedTree, markerName } from "../image/identity.ts";
import { IdentityExpected } from "../image/identity-expected.ts";
import { type PlatformImage, readImage } from "../image/image.ts";
import { formatPlatform } from "../image/platform.ts";
import type { ImageSource, ManifestSelector, Platform } from "../image/store.ts";
import { viewContents, viewDirectory } from "../image/view/container-view.ts";
import type { LayerIndex } from "../image/view/layer-index.ts";
import { shownDifference } from "../secret/shown-difference.ts";
import { compareTree, type Difference, type DifferenceCode, differenceFinding } from "../tree/compare.ts";
import { digestOf } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { extraDirectories, unreadable, writableByGroup } from "./image-access.ts";
import { refuseVolumes } from "./image-volumes.ts";

export interface ImageSide {
  readonly source: ImageSource;
  readonly selector: ManifestSelector | Promise<ManifestSelector>;
  /** Platforms to look at; empty means all. */
  readonly platforms: readonly Platform[];
  /** The destination, without slashes at its ends. */
  readonly destination: string;
  /** What findings call the image. */
  readonly subject: string;
  readonly signal?: AbortSignal;
  /** Which layers are known to say nothing about the destination; they are not read. */
  readonly index?: LayerIndex | undefined;
}

/** Faults that say nothing about the image: they stop the gate instead of becoming a finding. */
const notAboutTheImage: ReadonlySet<FaultCode> = new Set([
  "INTERNAL",
  "CANCELLED",
  "USAGE",
  "REFERENCE_INVALID",
]);
/** Changed files of which the difference is shown. */
const mostShown = 20;
const root = { uid: 0, gid: 0 };

/**
 * Compares an image with the identity, platform by platform. What cannot be read is a finding of severity `unverified`
 * with the fault's code; the other platforms are looked at all the same.
 */
export async function checkImage(identity: FileTree, side: ImageSide): Promise<Finding[]> {
  const { source, selector, platforms, subject } = side;
  const findings: Finding[] = [];
  try {
    const { images, index } = await readImage(new IdentityExpected(source), await selector, platforms);
    for (const image of images) {
      const name = index ? `${subject} (${formatPlatform(image.platform)})` : subject;
      findings.push(...(await checkPlatform(identity, image, side, name)));
    }
  } catch (fault) {
    findings.push(unverified(fault, side, subject));
  }
  return findings;
}

async function checkPlatform(
  identity: FileTree,
  image: PlatformImage,
  side: ImageSide,
  subject: string,
): Promise<Finding[]> {
  try {
    refuseVolumes(image.config, side.destination, subject);
    const { entries, locked } = await viewDirectory(side.source, image, side.destination, side);
    const expected = bakedTree(identity);
    const differences = compareTree(expected, entries, { owner: root });
    const contents = await changedContents(differences, image, side);
    return [
      ...differences.map((difference) => ({
        ...differenceFinding(difference, remedyFor(difference.code, difference.path), subject),
        ...(difference.code === "FILE_CHANGED" &&
          shownDifference(expected.get(difference.path)?.bytes, contents.get(difference.path))),
      })),
      ...(locked ? [unreadable(locked, subject)] : []),
      ...writableByGroup(expected, entries, subject),
      ...extraDirectories(expected, entries, subject),
    ];
  } catch (fault) {
    return [unverified(fault, side, subject)];
  }
}

/**
 * What stands in the image's place of texts that are changed, for people to see. It is no part of the verdict: where the layers
 * cannot be read once more, nothing is shown.
 */
async function changedContents(
  differences: readonly Difference[],
  image: PlatformImage,
  side: ImageSide,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const changed = differences.filter(({ code, path }) => code === "FILE_CHANGED" && path !== markerName);
  const shown = changed.slice(0, mostShown);
  if (shown.length === 0) return new Map();
  const placeOf = (path: string) => `${side.destination}/${path}`;
  try {
    const places = shown.map(({ path }) => placeOf(path));
    const contents = await viewContents(side.source, image, places, side);
    return new Map(
      shown.flatMap(({ path, actual }) => {
        const bytes = contents.get(placeOf(path));
        return bytes && digestOf(bytes) === actual ? [[path, bytes]] : [];
      }),
    );
  } catch (fault) {
    if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
    return new Map();
  }
}

function remedyFor(code: DifferenceCode, path: string): string {
  if (path === markerName)
    return "Bake the image again; the marker is written by the bake and by nothing else.";
  switch (code) {
    case "FILE_EXTRA":
      return "Bake the image again; if the file belongs to the identity, add it to the template first.";
    case "FILE_MODE":
    case "FILE_OWNER":
    case "FILE_ATTRIBUTE":
    case "FILE_TYPE":
      return "Bake the image again, and take out what changes the destination after the identity is copied.";
    default:
      return "Bake the image again from the template as it is now.";
  }
}

function unverified(fault: unknown, side: ImageSide, subject: string): Finding {
  if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
  return {
    code: fault.code,
    severity: "unverified",
    path: `/${side.destination}`,
    expected: null,
    actual: fault.message,
    remedy: fault.remedy,
    subject,
  };
}
