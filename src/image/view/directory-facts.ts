import type { DirectoryNode, Metadata } from "./layer-node.ts";
import type { LayerTree } from "./layer-tree.ts";

/** What decides who may pass a directory. */
export interface DirectoryFacts {
  readonly path: string;
  /** Modes and owners that it has, in one engine or another; the first is what overlay file systems show. */
  readonly metadata: readonly [Metadata, ...Metadata[]];
}

/** What engines that stack layers make of a directory that is only implied; and all of them of the root. */
const implied: Metadata = { mode: 0o755, uid: 0, gid: 0 };
/** What Docker's vfs makes of it where no lower layer has it (releases up to 20.10). */
const impliedByVfs: Metadata = { mode: 0o600, uid: 0, gid: 0 };

/**
 * A directory of a container's file system. The topmost layer that names it decides. Where layers above that one only
 * imply it, some engines show the metadata of the layer that names it, and some that of an implied directory.
 * @param layers those that make it up, topmost first
 * @param all those of the image that were read
 */
export function directoryFacts(
  path: string,
  layers: readonly LayerTree[],
  all: readonly LayerTree[],
): DirectoryFacts {
  const nodes = nodesIn(layers, path);
  // Engines differ in whether an archive's entry for the root says anything about it.
  const twice = namedTwice(nodesIn(all, path));
  if (path === "") return { path, metadata: [implied, ...lastNamed(nodes), ...twice] };
  const decisive = nodes.findIndex(({ named }) => named.length > 0);
  const named = lastNamed(nodes);
  const [first = implied, ...more] = decisive === 0 ? named : [implied, ...named];
  const isNowhereNamed = named.length === 0;
  return { path, metadata: [first, ...more, ...(isNowhereNamed ? [impliedByVfs] : []), ...twice] };
}

function nodesIn(layers: readonly LayerTree[], path: string): readonly DirectoryNode[] {
  return layers.map((layer) => layer.node(path)).filter(isDirectory);
}

/**
 * What layers say about a directory whose name starts with a slash in one entry and not in another: go-containerregistry takes these
 * for two, hides neither with the other, and gives both, the lower one last.
 */
function namedTwice(nodes: readonly DirectoryNode[]): readonly Metadata[] {
  const spellings = new Set(nodes.flatMap((node) => [...node.spellings]));
  return spellings.size > 1 ? nodes.flatMap(({ named }) => named) : [];
}

/** What the topmost layer that names a directory says about it, the last word first. */
function lastNamed(nodes: readonly DirectoryNode[]): readonly Metadata[] {
  return nodes.find(({ named }) => named.length > 0)?.named.toReversed() ?? [];
}

function isDirectory(node: { readonly kind: string } | undefined): node is DirectoryNode {
  return node?.kind === "directory";
}
