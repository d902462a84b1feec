import { IdentikitError } from "../../fault/error.ts";
import type { ObservedEntry } from "../../tree/observed.ts";
import { ancestorsOf } from "../../tree/path.ts";
import type { PlatformImage } from "../image.ts";
import type { ImageSource } from "../store.ts";
import { findLock, type LockedDirectory, runsAsRoot } from "./access.ts";
import type { LayerIndex } from "./layer-index.ts";
import type { Metadata } from "./layer-node.ts";
import { LayersRead } from "./layers-read.ts";

export interface ViewOptions {
  readonly signal?: AbortSignal;
  /** Which layers are known to say nothing about the directory; they are not read. */
  readonly index?: LayerIndex | undefined;
}

export interface ContainerView {
  /** What is below the directory, relative to it. */
  readonly entries: readonly ObservedEntry[];
  /** The first directory that the image's own user cannot pass, if there is one. */
  readonly locked: LockedDirectory | undefined;
  /** How many layers were read for it, from the top. */
  readonly layersRead: number;
}

/**
 * A directory of an image as a program in a container of it would see it, whatever engine runs it. Layers are read from the
 * top, each to its last byte and against both its digests, and no further than the answer needs. Where the image's user is
 * not root, it needs them all: engines that unpack layers on top of each other keep what a lower one says about a directory,
 * its access control list above all, where a later one names it again.
 * @param directory without slashes at its ends
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS` where engines show different things, `DIGEST_MISMATCH`, `IMAGE_INVALID`, and the
 * faults of the source
 */
export async function viewDirectory(
  source: ImageSource,
  image: PlatformImage,
  directory: string,
  options: ViewOptions = {},
): Promise<ContainerView> {
  const isRoot = runsAsRoot(image);
  await using layers = new LayersRead(source, image, { ...options, everyLayer: !isRoot });
  const listing = await layers.answer([directory], (stack) => stack.list(directory));
  const locked = isRoot ? undefined : await findLock(source, image, listing, options);
  return { entries: listing.entries, locked, layersRead: layers.count };
}

/**
 * The content of files of an image, by path; those that it lacks, or that have more than 1 MiB, are left out. The layers are read once
 * more for it, with an eye on these files only.
 * @throws {IdentikitError} those of {@link viewDirectory}
 */
export async function viewContents(
  source: ImageSource,
  image: PlatformImage,
  paths: readonly string[],
  options: ViewOptions = {},
): Promise<ReadonlyMap<string, Uint8Array>> {
  await using layers = new LayersRead(source, image, { ...options, keepContent: true });
  const contents = new Map<string, Uint8Array>();
  for (const path of paths) {
    const { bytes } = await layers.answer(paths, (stack) => stack.content(path));
    if (bytes) contents.set(path, bytes);
  }
  return contents;
}

/**
 * The mode and owner of each directory above a path that the image has; those that it lacks are left out.
 * @throws {IdentikitError} `PATH_LINKED` where one is a link, `ENTRY_TYPE` where one is no directory: a layer that names
 * it would put a directory in its place; and the faults of {@link viewDirectory}
 */
export async function viewAncestors(
  source: ImageSource,
  image: PlatformImage,
  path: string,
  options: ViewOptions = {},
): Promise<ReadonlyMap<string, Metadata>> {
  await using layers = new LayersRead(source, image, options);
  const found = new Map<string, Metadata>();
  for (const ancestor of ancestorsOf(path)) {
    const entry = await layers.answer([path], (stack) => stack.at(ancestor) ?? "absent");
    if (entry === "absent") break;
    if (entry.kind !== "directory") throw obstacle(source.name, ancestor, entry);
    found.set(ancestor, { mode: entry.mode, ...(entry.owner ?? { uid: 0, gid: 0 }) });
  }
  return found;
}

function obstacle(place: string, path: string, { kind, target }: ObservedEntry): IdentikitError {
  const isLink = kind === "symlink";
  const what = isLink ? `a link to ${target}` : `a ${kind}`;
  return new IdentikitError(isLink ? "PATH_LINKED" : "ENTRY_TYPE", `${place}: /${path} is ${what}`, {
    remedy: "Choose a destination whose parents are directories: the identity's layer would replace it.",
  });
}
