import { ancestorsOf } from "../../tree/path.ts";
import { ambiguousLayer } from "../image-fault.ts";
import type { LayerNode } from "./layer-node.ts";
import type { LayerTree } from "./layer-tree.ts";
import { show } from "./path.ts";

/** A directory as the layers that make it up, topmost first; `open` while unread layers may add to it. */
export interface Merged {
  readonly path: string;
  readonly layers: readonly LayerTree[];
  readonly open: boolean;
}

/** What no directory is, and the layer that has it. */
export interface NodeFound {
  readonly kind: "node";
  readonly path: string;
  readonly node: LayerNode;
  readonly layer: LayerTree;
}

export interface Contributors {
  /** The layers that make the path up, where it is a directory. */
  readonly layers: readonly LayerTree[];
  /** True where no further layer adds to it. */
  readonly isClosed: boolean;
  /** True where all layers were looked at. */
  readonly isBottom: boolean;
  /** What is no directory: the answer where no layer made one up, else what the last of them replaced. */
  readonly below?: NodeFound;
}

/**
 * The layers that make a path up.
 * @param all topmost first
 */
export function contributors(path: string, all: readonly LayerTree[]): Contributors {
  const layers: LayerTree[] = [];
  let isClosed = false;
  for (const layer of all) {
    const node = layer.node(path);
    if (node && node.kind !== "directory")
      return { layers, isClosed: true, isBottom: false, below: { kind: "node", path, node, layer } };
    if (node && isClosed) return { layers, isClosed, isBottom: false };
    if (node) layers.push(layer);
    if (layer.hides(path)) return { layers, isClosed: true, isBottom: false };
    if (!node || !layer.isOpaque(path)) continue;
    isClosed = true;
    // Else a lower layer may have a link here, which some engines follow, to make opaque what it leads to.
    if (isNamedFirst(node)) return { layers, isClosed, isBottom: false };
  }
  return { layers, isClosed, isBottom: true };
}

/**
 * A layer that only implies a directory replaces what is there where layers are stacked, and only there.
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
 */
export function checkReplaced(path: string, layer: LayerTree, below: LayerNode): void {
  if (isNamedFirst(layer.node(path))) return;
  const what = below.kind === "symlink" ? `a link to ${show(below.target)}` : "no directory";
  throw ambiguousLayer(
    layer.place,
    `it has entries below ${show(path)} and does not name that before; a lower layer has ${what} there, which some engines replace, and others write through or refuse`,
  );
}

/**
 * Engines that unpack layers on top of each other write through a link that is there at the time, whatever a later layer puts in its
 * place.
 * @param path where a lower layer has a link
 * @param all topmost first
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
 */
export function checkCrossed(path: string, all: readonly LayerTree[]): void {
  for (const [at, layer] of all.entries()) {
    const node = layer.node(path);
    if (node?.kind !== "directory" || node.isNamedFirst) continue;
    const settles = all.slice(at + 1).find((lower) => endsAt(path, lower));
    const there = settles?.node(path);
    if (there && there.kind !== "directory") checkReplaced(path, layer, there);
  }
}

/** True where a layer says for all lower ones what is at a path: it has the name, or hides it or a directory above. */
function endsAt(path: string, layer: LayerTree): boolean {
  const node = layer.node(path);
  if (node && (node.kind !== "directory" || node.isNamedFirst)) return true;
  const above = ancestorsOf(path);
  return (
    [path, ...above].some((each) => layer.hides(each)) ||
    above.some((each) => layer.isOpaque(each) || (layer.node(each)?.kind ?? "directory") !== "directory")
  );
}

/**
 * go-containerregistry passes over what a directory replaces, and so over what that hides in turn.
 * @param all topmost first
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
 */
export function checkBehind(path: string, { layer }: NodeFound, all: readonly LayerTree[]): void {
  const behind = all.slice(all.indexOf(layer) + 1).find((each) => each.node(path) !== undefined);
  if (behind)
    throw ambiguousLayer(
      layer.place,
      `${show(path)} is no directory in it, but one above it and below it; go-containerregistry then shows what is in both`,
    );
}

/**
 * An overlay file system lists the whiteouts of a directory that it does not merge, though it opens none.
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
 */
export function checkListed({ path, layers }: Merged): void {
  const [only, another] = layers;
  const hidden = another ? undefined : only?.hiddenIn(path);
  if (only && hidden !== undefined)
    throw ambiguousLayer(
      only.place,
      `${show(hidden)} is hidden where no lower layer has its directory; overlay file systems then list the name`,
    );
}

/**
 * A directory that only whiteouts imply is not one for every engine.
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
 */
export function checkMade({ path, layers }: Merged): void {
  const nodes = layers.map((layer) => layer.node(path));
  if (nodes.every((node) => node?.kind === "directory" && node.isForWhiteouts))
    throw ambiguousLayer(
      (layers[0] as LayerTree).place,
      `${show(path)} is implied by nothing but whiteouts; umoci and go-containerregistry make no directory then`,
    );
}

export function isNamedFirst(node: LayerNode | undefined): boolean {
  return node?.kind === "directory" && node.isNamedFirst;
}
