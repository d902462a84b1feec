import type { ObservedEntry } from "../../tree/observed.ts";
import { comparePaths } from "../../tree/path.ts";
import { invalid } from "../model.ts";
import type { Inode, LayerNode, LayerTree } from "./layer-tree.ts";
import { joinPath, maxLinks, type WatchedPaths } from "./path.ts";

/** The answer is not known yet: a layer further down has to be read, or further paths have to be watched. */
export type Unknown =
  | { readonly kind: "needs-layer" }
  | { readonly kind: "needs-watch"; readonly path: string };

/** A directory as the layers that make it up, topmost first; `open` while unread layers may add to it. */
interface Merged {
  readonly path: string;
  readonly layers: readonly LayerTree[];
  readonly open: boolean;
}

type Found =
  | { readonly kind: "absent" }
  | { readonly kind: "node"; readonly node: LayerNode; readonly layer: LayerTree }
  | { readonly kind: "directory"; readonly directory: Merged };

const absent: Found = { kind: "absent" };

/**
 * Layers stacked as an overlay file system stacks them: the topmost layer that has a name decides what it is,
 * directories show what is in them in all layers down to an opaque one, a whiteout hides what is below it.
 */
export class LayerStack {
  readonly #layers: readonly LayerTree[];
  readonly #complete: boolean;
  readonly #watched: WatchedPaths;
  readonly #place: string;

  /**
   * @param layers topmost first
   * @param complete whether these are all the image's layers, down to the lowest
   */
  constructor(layers: readonly LayerTree[], complete: boolean, watched: WatchedPaths, place: string) {
    this.#layers = layers;
    this.#complete = complete;
    this.#watched = watched;
    this.#place = place;
  }

  /**
   * Everything below a directory, which is reached as a program in the container reaches it, through links. Links in it
   * are reported, not followed. Where there is no such directory, nothing is below it.
   */
  list(path: string): ObservedEntry[] | Unknown {
    const found = this.#walk(path, this.#layers, true);
    if (isUnknown(found)) return found;
    if (found.kind !== "directory") return [];
    if (!this.#watched.covers(found.directory.path))
      return { kind: "needs-watch", path: found.directory.path };
    const entries: ObservedEntry[] = [];
    const unknown = this.#list(found.directory, "", entries);
    return unknown ?? entries.sort((a, b) => comparePaths(a.path, b.path));
  }

  /** What stands at a path itself, whose parents are known to be directories; links are not followed. */
  at(path: string): ObservedEntry | undefined | Unknown {
    const found = this.#walk(path, this.#layers, false);
    if (isUnknown(found)) return found;
    if (found.kind === "directory") return directoryEntry(path, found.directory);
    return found.kind === "node" ? this.#observe(path, found.node, found.layer) : undefined;
  }

  #list(directory: Merged, prefix: string, entries: ObservedEntry[]): Unknown | undefined {
    if (directory.open) return { kind: "needs-layer" };
    const names = new Set(directory.layers.flatMap((layer) => [...layer.childrenOf(directory.path)]));
    for (const name of names) {
      const found = this.#child(directory, name);
      const path = prefix + name;
      if (found.kind === "needs-layer") return found;
      if (found.kind === "absent") continue;
      if (found.kind === "directory") {
        entries.push(directoryEntry(path, found.directory));
        const unknown = this.#list(found.directory, `${path}/`, entries);
        if (unknown) return unknown;
        continue;
      }
      const entry = this.#observe(path, found.node, found.layer);
      if (isUnknown(entry)) return entry;
      entries.push(entry);
    }
    return undefined;
  }

  #observe(path: string, node: LayerNode, layer: LayerTree): ObservedEntry | Unknown {
    switch (node.kind) {
      case "symlink":
        return { path, kind: "symlink", mode: 0o777, target: node.target };
      case "special":
        return { path, kind: node.what, mode: 0o644 };
      case "unwatched-link":
        return { kind: "needs-watch", path: node.target };
      case "file":
        return fileEntry(path, node.inode);
      case "lower-link": {
        const below = this.#layers.slice(this.#layers.indexOf(layer) + 1);
        const target = this.#walk(node.target, below, false);
        if (isUnknown(target)) return target;
        if (target.kind !== "node")
          throw invalid(
            this.#place,
            `${JSON.stringify(path)} is a hard link to ${node.target}, which is no file`,
          );
        const entry = this.#observe(path, target.node, target.layer);
        const { mode, uid, gid } = node;
        return entry.kind === "file" ? { ...entry, mode, owner: { uid, gid } } : entry;
      }
      case "directory":
        throw invalid(this.#place, `${JSON.stringify(path)} is a directory and a file at once`);
    }
  }

  /** Goes to a path from the root of some of the layers. */
  #walk(path: string, layers: readonly LayerTree[], followLast: boolean): Found | Unknown {
    // The directories gone through, the root first: where one is, and where ".." leads.
    const way: Merged[] = [{ path: "", layers, open: !this.#complete }];
    const segments = segmentsOf(path).reverse();
    for (let followed = 0; segments.length > 0; ) {
      const found = this.#step(way, segments.pop() as string, segments);
      if (found === undefined) continue;
      const isLast = segments.length === 0;
      const target = isLast && !followLast ? undefined : linkTarget(found);
      if (target === undefined) return found.kind === "node" && !isLast ? absent : found;
      if (++followed > maxLinks) return absent;
      if (target.startsWith("/")) way.length = 1;
      segments.push(...segmentsOf(target).reverse());
    }
    const directory = way.at(-1) as Merged;
    const isWatched = this.#watched.concerns(directory.path);
    return isWatched ? { kind: "directory", directory } : { kind: "needs-watch", path: directory.path };
  }

  /** Goes into a directory or out of it; what is no directory is given back. */
  #step(way: Merged[], segment: string, rest: readonly string[]): Found | Unknown | undefined {
    if (segment === "..") {
      if (way.length > 1) way.pop();
      return undefined;
    }
    const found = this.#look(way.at(-1) as Merged, segment, rest);
    if (found.kind !== "directory") return found;
    way.push(found.directory);
    return undefined;
  }

  /** {@link #child}, where the place is watched; else the rest of the way is what has to be watched. */
  #look(directory: Merged, name: string, rest: readonly string[]): Found | Unknown {
    const path = joinPath(directory.path, name);
    if (this.#watched.concerns(path)) return this.#child(directory, name);
    const up = rest.lastIndexOf("..");
    return { kind: "needs-watch", path: [path, ...rest.slice(up + 1).toReversed()].join("/") };
  }

  #child(directory: Merged, name: string): Found | { readonly kind: "needs-layer" } {
    const path = joinPath(directory.path, name);
    const contributing: LayerTree[] = [];
    for (const layer of directory.layers) {
      const node = layer.node(path);
      if (node && node.kind !== "directory") {
        if (contributing.length === 0) return { kind: "node", node, layer };
        return closed(path, contributing);
      }
      if (node) contributing.push(layer);
      if (layer.hidesBelow(path) || (node && layer.isOpaque(path)))
        return contributing.length === 0 ? absent : closed(path, contributing);
    }
    if (contributing.length > 0)
      return { kind: "directory", directory: { path, layers: contributing, open: directory.open } };
    return directory.open ? { kind: "needs-layer" } : absent;
  }
}

function closed(path: string, layers: readonly LayerTree[]): Found {
  return { kind: "directory", directory: { path, layers, open: false } };
}

/** The topmost layer's mode and owner are the directory's, even where that layer only implies it. */
function directoryEntry(path: string, { layers, path: at }: Merged): ObservedEntry {
  const node = layers[0]?.node(at);
  if (node?.kind !== "directory") return { path, kind: "directory", mode: 0o755 };
  const { mode, uid, gid } = node;
  return { path, kind: "directory", mode, owner: { uid, gid } };
}

function fileEntry(path: string, { mode, uid, gid, digest }: Inode): ObservedEntry {
  return { path, kind: "file", mode, owner: { uid, gid }, ...(digest === undefined ? {} : { digest }) };
}

function isUnknown(value: ObservedEntry | Found | Unknown): value is Unknown {
  return value.kind === "needs-layer" || value.kind === "needs-watch";
}

function linkTarget(found: Found | Unknown): string | undefined {
  return found.kind === "node" && found.node.kind === "symlink" ? found.node.target : undefined;
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
