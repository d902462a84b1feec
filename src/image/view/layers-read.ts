import type { Digest } from "../../tree/digest.ts";
import type { PlatformImage } from "../image.ts";
import { ambiguousLayer, invalid } from "../image-fault.ts";
import { type Layer, readLayer } from "../layer/read-layer.ts";
import { diffIds } from "../model.ts";
import type { ImageSource } from "../store.ts";
import type { LayerIndex } from "./layer-index.ts";
import { LayerStack, type Unknown } from "./layer-stack.ts";
import { LayerTree } from "./layer-tree.ts";
import { LayerUnpacking } from "./layer-unpacking.ts";
import { WatchedPaths } from "./watched-paths.ts";

/** How often the layers are read again because a link leads to or from a place that was not watched. */
const maxRounds = 64;
/** From this size on, a layer takes long enough that the next one is begun beside it. Bytes. */
const worthPairing = 4 * 1024 * 1024;

export interface LayersReadOptions {
  readonly signal?: AbortSignal;
  /** Which layers are known to say nothing about the paths; they are not read. */
  readonly index?: LayerIndex | undefined;
  /** Keep the content of watched files, too. */
  readonly keepContent?: boolean;
  /** Whether an answer may not do without a layer, also where none further down can change it. */
  readonly everyLayer?: boolean;
}

/**
 * One image's layers, read from the top as far as questions about them need. Beside a large layer the next one is read
 * already: most of the time goes into inflating, which another thread does. Small layers, the identity's among them, are
 * waited for, as they may well be the end of it.
 */
export class LayersRead implements AsyncDisposable {
  readonly #source: ImageSource;
  readonly #topFirst: readonly Layer[];
  readonly #options: LayersReadOptions;
  #stop = new AbortController();
  readonly #watched = new WatchedPaths([]);
  /** Which layers were read, from the top; those that are read again count once. */
  readonly #read = new Set<number>();
  #trees: LayerTree[] = [];
  #ahead: { readonly at: number; readonly tree: Promise<LayerTree> } | undefined;

  constructor(source: ImageSource, image: PlatformImage, options: LayersReadOptions) {
    this.#source = source;
    this.#topFirst = layersOf(image).reverse();
    this.#options = options;
  }

  /** How many layers were read. */
  get count(): number {
    return this.#read.size;
  }

  /**
   * Asks until there is an answer that no further layer can change.
   * @param paths what the answer is about
   * @throws {IdentikitError} `IMAGE_AMBIGUOUS` where engines give different ones, `IMAGE_INVALID`, `DIGEST_MISMATCH`
   */
  async answer<Answer extends { readonly kind: string } | string>(
    paths: readonly string[],
    ask: (stack: LayerStack) => Answer | Unknown,
  ): Promise<Answer> {
    await this.#watch({ paths });
    for (let round = 0; round < maxRounds; ) {
      const stack = new LayerStack(this.#trees, this.#isComplete, this.#watched);
      const answer = ask(stack);
      const isOpen = isUnknown(answer) ? answer.kind === "needs-layer" : this.#needsMore();
      if (isOpen) {
        this.#trees.push(await this.#next());
        continue;
      }
      const points = isUnknown(answer) ? [] : this.#leading();
      if (!isUnknown(answer) && points.length === 0) {
        stack.cross();
        return answer;
      }
      await this.#watch(isUnknown(answer) ? { paths: "path" in answer ? [answer.path] : [] } : { points });
      round++;
    }
    throw invalid(this.#source.name, `the way to /${paths.join(", /")} leads through too many links`);
  }

  /** Ends what was begun and is not needed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ahead?.tree.catch(() => {});
  }

  get #isComplete(): boolean {
    return this.#trees.length === this.#topFirst.length;
  }

  #needsMore(): boolean {
    const isReached = this.#mayBeReachedFromBelow();
    return isReached || (this.#options.everyLayer === true && !this.#isComplete);
  }

  /**
   * True while an unread layer can have a say in what a layer that was read does elsewhere: by a link through which some
   * engines would write an entry whose directory is not named, or by a name that starts with a slash where another does
   * not, which go-containerregistry takes for two.
   * @throws {IdentikitError} `IMAGE_AMBIGUOUS` where names of two layers differ so
   */
  #mayBeReachedFromBelow(): boolean {
    const absolute = this.#trees.find(({ spelled }) => spelled.absolute);
    if (absolute && this.#trees.some((tree) => tree !== absolute && tree.spelled.relative))
      throw ambiguousLayer(
        absolute.place,
        "names at the identity's place start with a slash in one layer and not in another; go-containerregistry takes these for different files",
      );
    const isSettled = absolute === undefined && this.#trees.every((tree) => tree.isNamedThroughout);
    return !this.#isComplete && !isSettled;
  }

  /** Places of links that lead to watched paths and that a layer above may have an entry behind. */
  #leading(): string[] {
    const firstLoose = this.#trees.findIndex((tree) => !tree.isNamedThroughout);
    return firstLoose === -1 ? [] : this.#trees.slice(firstLoose + 1).flatMap((tree) => tree.leading);
  }

  /** A layer was read with an eye on some paths only; with more of them, it has to be read again. */
  async #watch(more: {
    readonly paths?: readonly string[];
    readonly points?: readonly string[];
  }): Promise<void> {
    const { paths = [], points = [] } = more;
    if (points.length === 0 && paths.every((path) => this.#watched.covers(path))) return;
    await this[Symbol.asyncDispose]();
    this.#stop = new AbortController();
    this.#ahead = undefined;
    this.#trees = [];
    for (const path of paths) this.#watched.add(path);
    for (const point of points) this.#watched.addPoint(point);
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
    const tree = this.#unpack(at);
    // Told to whoever waits for it, if anybody does.
    tree.catch(() => {});
    return tree;
  }

  async #unpack(at: number): Promise<LayerTree> {
    const layer = this.#topFirst[at] as Layer;
    const place = `${this.#source.name}: layer ${layer.descriptor.digest}`;
    const { index, signal, keepContent = false } = this.#options;
    const { key } = this.#watched;
    const silent = index?.recall(layer, key);
    if (silent) return LayerTree.ofSilent(silent, this.#watched, place);
    const unpacking = new LayerUnpacking(this.#watched, { place, keepContent });
    const stop = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    await readLayer(this.#source, layer, unpacking.apply, stop);
    const tree = unpacking.finish();
    this.#read.add(at);
    const found = tree.silence();
    if (found) index?.keep(layer, key, found);
    return tree;
  }
}

function isUnknown(answer: { readonly kind: string } | string): answer is Unknown {
  return typeof answer === "object" && (answer.kind === "needs-layer" || answer.kind === "needs-watch");
}

function layersOf(image: PlatformImage): Layer[] {
  const ids = diffIds(image.config);
  return image.manifest.layers.map((descriptor, at) => ({ descriptor, diffId: ids[at] as Digest }));
}
