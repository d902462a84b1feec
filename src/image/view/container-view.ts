import { IdentikitError } from "../../fault/error.ts";
import type { Digest } from "../../tree/digest.ts";
import type { ObservedEntry } from "../../tree/observed.ts";
import { ancestorsOf } from "../../tree/path.ts";
import type { PlatformImage } from "../image.ts";
import { type Layer, readLayer } from "../layer/read-layer.ts";
import { diffIds, invalid } from "../model.ts";
import type { ImageSource } from "../store.ts";
import type { DirectoryMetadata, LayerIndex } from "./layer-index.ts";
import { LayerStack, type Unknown } from "./layer-stack.ts";
import { LayerTree } from "./layer-tree.ts";
import { WatchedPaths } from "./path.ts";

/** How often the layers are read again because a link leads to a place that was not watched. */
const maxRounds = 64;

export interface ViewOptions {
  readonly signal?: AbortSignal;
  /** Which layers are known to say nothing about the directory; they are not read. */
  readonly index?: LayerIndex | undefined;
}

export interface ContainerView {
  /** What is below the directory, relative to it. */
  readonly entries: readonly ObservedEntry[];
  /** How many layers were read for it, from the top. */
  readonly layersRead: number;
}

/**
 * A directory of an image as a program in a container of it would see it. Layers are read from the top, each to its
 * last byte and against both its digests, and no further than the answer needs.
 * @param directory without slashes at its ends
 * @throws {IdentikitError} `DIGEST_MISMATCH`, `IMAGE_INVALID`, and the faults of the source
 */
export async function viewDirectory(
  source: ImageSource,
  image: PlatformImage,
  directory: string,
  options: ViewOptions = {},
): Promise<ContainerView> {
  await using layers = new LayersRead(source, image, options);
  const entries = await layers.answer([directory], (stack) => stack.list(directory));
  return { entries, layersRead: layers.count };
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
): Promise<ReadonlyMap<string, DirectoryMetadata>> {
  await using layers = new LayersRead(source, image, options);
  const found = new Map<string, DirectoryMetadata>();
  for (const ancestor of ancestorsOf(path)) {
    const entry = await layers.answer([path], (stack) => stack.at(ancestor) ?? "absent");
    if (entry === "absent") break;
    if (entry.kind !== "directory") throw obstacle(source.name, ancestor, entry);
    found.set(ancestor, { mode: entry.mode, ...(entry.owner ?? { uid: 0, gid: 0 }) });
  }
  return found;
}

/** From this size on, a layer takes long enough that the next one is begun beside it. Bytes. */
const worthPairing = 4 * 1024 * 1024;

/**
 * One image's layers, read from the top as far as questions about them need. Beside a large layer the next one is read
 * already: most of the time goes into inflating, which another thread does. Small layers, the identity's among them, are
 * waited for, as they may well be the end of it.
 */
class LayersRead implements AsyncDisposable {
  /** How many layers were read. */
  count = 0;
  readonly #source: ImageSource;
  readonly #topFirst: readonly Layer[];
  readonly #options: ViewOptions;
  #stop = new AbortController();
  readonly #watched = new WatchedPaths([]);
  #trees: LayerTree[] = [];
  #ahead: { readonly at: number; readonly tree: Promise<LayerTree> } | undefined;

  constructor(source: ImageSource, image: PlatformImage, options: ViewOptions) {
    this.#source = source;
    this.#topFirst = layersOf(image).reverse();
    this.#options = options;
  }

  async answer<Answer extends object | string>(
    paths: readonly string[],
    ask: (stack: LayerStack) => Answer | Unknown,
  ): Promise<Answer> {
    await this.#watch(paths);
    for (let round = 0; round < maxRounds; ) {
      const isComplete = this.#trees.length === this.#topFirst.length;
      const stack = new LayerStack(this.#trees, isComplete, this.#watched, this.#source.name);
      const answer = ask(stack);
      if (!isUnknown(answer)) return answer;
      if (answer.kind === "needs-watch") {
        await this.#watch([answer.path]);
        round++;
      } else {
        this.#trees.push(await this.#next());
      }
    }
    throw invalid(this.#source.name, `the way to /${paths.join(", /")} leads through too many links`);
  }

  /** Ends what was begun and is not needed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ahead?.tree.catch(() => {});
  }

  /** A layer was read with an eye on some paths only; with more of them, it has to be read again. */
  async #watch(paths: readonly string[]): Promise<void> {
    if (paths.every((path) => this.#watched.covers(path))) return;
    await this[Symbol.asyncDispose]();
    this.#stop = new AbortController();
    this.#ahead = undefined;
    this.#trees = [];
    for (const path of paths) this.#watched.add(path);
  }

  async #next(): Promise<LayerTree> {
    const at = this.#trees.length;
    const tree = this.#ahead?.at === at ? this.#ahead.tree : this.#begin(at);
    const isLarge = (this.#topFirst[at] as Layer).descriptor.size >= worthPairing;
    const next = isLarge && at + 1 < this.#topFirst.length ? this.#begin(at + 1) : undefined;
    this.#ahead = next && { at: at + 1, tree: next };
    return await tree;
  }

  #begin(at: number): Promise<LayerTree> {
    const tree = this.#read(this.#topFirst[at] as Layer);
    // Told to whoever waits for it, if anybody does.
    tree.catch(() => {});
    return tree;
  }

  async #read(layer: Layer): Promise<LayerTree> {
    const place = `${this.#source.name}: layer ${layer.descriptor.digest}`;
    const { index, signal } = this.#options;
    const roots = this.#watched.roots;
    const silent = index?.recall(layer, roots);
    if (silent) return LayerTree.ofSilent(silent, this.#watched, place);
    const tree = new LayerTree(this.#watched, place);
    const stop = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    await readLayer(this.#source, layer, tree.apply, stop);
    tree.seal();
    this.count++;
    const found = tree.silence();
    if (found) index?.keep(layer, roots, found);
    return tree;
  }
}

function isUnknown<Answer extends object | string>(answer: Answer | Unknown): answer is Unknown {
  const kind = typeof answer === "object" && "kind" in answer ? answer.kind : undefined;
  return kind === "needs-layer" || kind === "needs-watch";
}

function layersOf(image: PlatformImage): Layer[] {
  const ids = diffIds(image.config);
  return image.manifest.layers.map((descriptor, at) => ({ descriptor, diffId: ids[at] as Digest }));
}

function obstacle(place: string, path: string, { kind, target }: ObservedEntry): IdentikitError {
  const isLink = kind === "symlink";
  const what = isLink ? `a link to ${target}` : `a ${kind}`;
  return new IdentikitError(isLink ? "PATH_LINKED" : "ENTRY_TYPE", `${place}: /${path} is ${what}`, {
    remedy: "Choose a destination whose parents are directories: the identity's layer would replace it.",
  });
}
