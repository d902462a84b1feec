import type { Digest } from "../../tree/digest.ts";
import type { ObservedEntry } from "../../tree/observed.ts";
import type { PlatformImage } from "../image.ts";
import { type Layer, readLayer } from "../layer/read-layer.ts";
import { diffIds, invalid } from "../model.ts";
import type { ImageSource } from "../store.ts";
import { LayerStack } from "./layer-stack.ts";
import { LayerTree } from "./layer-tree.ts";
import { WatchedPaths } from "./path.ts";

/** How often the layers are read again because a link leads to a place that was not watched. */
const maxRounds = 64;

export interface ContainerView {
  /** What is below the directory, relative to it; modes of directories are not looked at. */
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
  signal?: AbortSignal,
): Promise<ContainerView> {
  const topFirst = layersOf(image).reverse();
  const watched = new WatchedPaths([directory]);
  for (let round = 0; round < maxRounds; round++) {
    const trees: LayerTree[] = [];
    for (;;) {
      const stack = new LayerStack(trees, trees.length === topFirst.length, watched, source.name);
      const listed = stack.list(directory);
      if (Array.isArray(listed)) return { entries: listed, layersRead: trees.length };
      if (listed.kind === "needs-watch") {
        watched.add(listed.path);
        break;
      }
      trees.push(await readTree(source, topFirst[trees.length] as Layer, watched, signal));
    }
  }
  throw invalid(source.name, `the way to /${directory} leads through too many links`);
}

function layersOf(image: PlatformImage): Layer[] {
  const ids = diffIds(image.config);
  return image.manifest.layers.map((descriptor, at) => ({ descriptor, diffId: ids[at] as Digest }));
}

async function readTree(
  source: ImageSource,
  layer: Layer,
  watched: WatchedPaths,
  signal: AbortSignal | undefined,
): Promise<LayerTree> {
  const tree = new LayerTree(watched, `${source.name}: layer ${layer.descriptor.digest}`);
  await readLayer(source, layer, tree.apply, signal);
  tree.seal();
  return tree;
}
