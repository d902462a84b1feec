// Longer than other files: one class, whose questions are all answered from the same stack of layers.
import type { ObservedEntry } from "../../tree/observed.ts";
import { comparePaths } from "../../tree/path.ts";
import { ambiguousLayer } from "../image-fault.ts";
import { type DirectoryFacts, directoryFacts } from "./directory-facts.ts";
import type { Inode } from "./layer-node.ts";
import type { LayerTree } from "./layer-tree.ts";
import {
  checkBehind,
  checkCrossed,
  checkListed,
  checkMade,
  checkReplaced,
  contributors,
  isNamedFirst,
  type Merged,
  type NodeFound,
} from "./merged-directory.ts";
import { joinPath, maxLinks, show } from "./path.ts";
import type { WatchedPaths } from "./watched-paths.ts";

/** The answer is not known yet: a layer further down has to be read, or further paths have to be watched. */
export type Unknown =
  | { readonly kind: "needs-layer" }
  | { readonly kind: "needs-watch"; readonly path: string };

/** What is below a directory, and the directories that decide who can get there. */
export interface Listing {
  readonly kind: "listing";
  readonly entries: readonly ObservedEntry[];
  /** Those gone through, from the root. */
  readonly way: readonly DirectoryFacts[];
  /** The directory itself and those below it. */
  readonly directories: readonly DirectoryFacts[];
}

type Found =
  | { readonly kind: "absent" }
  | NodeFound
  | { readonly kind: "directory"; readonly directory: Merged };

type NeedsLayer = { readonly kind: "needs-layer" };

const absent: Found = { kind: "absent" };

/**
 * Layers put together, as engines agree that they are: the topmost layer that has a name decides what it is, directories
 * show what is in them in all layers down to an opaque one, a whiteout hides what is below it. Where engines that stack
 * layers show another thing than those that unpack them on top of each other, or than go-containerregistry, that is an error.
 */
export class LayerStack {
  readonly #layers: readonly LayerTree[];
  readonly #complete: boolean;
  readonly #watched: WatchedPaths;
  /** Directories gone through. */
  readonly #way = new Map<string, DirectoryFacts>();

  /**
   * @param layers topmost first
   * @param complete whether these are all the image's layers, down to the lowest
   */
  constructor(layers: readonly LayerTree[], complete: boolean, watched: WatchedPaths) {
    this.#layers = layers;
    this.#complete = complete;
    this.#watched = watched;
    for (const [at, layer] of layers.entries()) {
      const isLowest = complete && at === layers.length - 1;
      if (layer.isOpaque("") && !isLowest)
        throw ambiguousLayer(layer.place, "it makes the root opaque, which is lost where layers are stacked");
    }
  }

  /**
   * Everything below a directory, which is reached as a program in the container reaches it, through links. Links in it
   * are reported, not followed. Where there is no such directory, nothing is below it.
   * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
   */
  list(path: string): Listing | Unknown {
    const found = this.#walk(path, true);
    if (isUnknown(found)) return found;
    const way = [...this.#way.values()];
    if (found.kind !== "directory") return { kind: "listing", entries: [], way, directories: [] };
    const { directory } = found;
    if (!this.#watched.covers(directory.path)) return { kind: "needs-watch", path: directory.path };
    const entries: ObservedEntry[] = [];
    const directories: DirectoryFacts[] = [this.#facts(directory)];
    const unknown = this.#list(directory, "", entries, directories);
    if (unknown) return unknown;
    return {
      kind: "listing",
      entries: entries.sort((a, b) => comparePaths(a.path, b.path)),
      way: way.filter((each) => each.path !== directory.path),
      directories,
    };
  }

  /** What stands at a path itself, whose parents are known to be directories; links are not followed. */
  at(path: string): ObservedEntry | undefined | Unknown {
    const found = this.#walk(path, false);
    if (isUnknown(found)) return found;
    if (found.kind === "directory") return directoryEntry(path, this.#facts(found.directory));
    return found.kind === "node" ? this.#observe(path, found) : undefined;
  }

  /** The content of a file, with links followed; `absent` where there is none, or it was too large to keep. */
  content(path: string): { readonly kind: "content"; readonly bytes: Uint8Array | undefined } | Unknown {
    const found = this.#walk(path, true);
    if (isUnknown(found)) return found;
    const file = found.kind === "node" && found.node.kind === "file" ? found.node : undefined;
    return { kind: "content", bytes: file?.inode.bytes };
  }

  /**
   * Looks at the places of links at watched paths and of those that lead to one, for entries that one engine puts below the link and
   * another behind it.
   * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
   */
  cross(): void {
    const links = new Set([...this.#watched.points, ...this.#layers.flatMap((layer) => [...layer.links()])]);
    for (const link of links) checkCrossed(link, this.#layers);
    for (const point of this.#watched.points) this.#crossTo(point);
  }

  #crossTo(point: string): void {
    let directory: Merged = this.#root();
    for (const segment of segmentsOf(point)) {
      const found = this.#child(directory, segment);
      if (found.kind !== "directory") return;
      directory = found.directory;
    }
  }

  #list(
    directory: Merged,
    prefix: string,
    entries: ObservedEntry[],
    directories: DirectoryFacts[],
  ): Unknown | undefined {
    if (directory.open) return { kind: "needs-layer" };
    checkListed(directory);
    const names = new Set(directory.layers.flatMap((layer) => [...layer.childrenOf(directory.path)]));
    for (const name of names) {
      const found = this.#child(directory, name);
      const path = prefix + name;
      if (found.kind === "needs-layer") return found;
      if (found.kind === "absent") continue;
      if (found.kind === "directory") {
        checkMade(found.directory);
        const facts = this.#facts(found.directory);
        directories.push(facts);
        entries.push(directoryEntry(path, facts));
        const unknown = this.#list(found.directory, `${path}/`, entries, directories);
        if (unknown) return unknown;
        continue;
      }
      const entry = this.#observe(path, found);
      if (isUnknown(entry)) return entry;
      entries.push(entry);
    }
    return undefined;
  }

  #observe(path: string, found: NodeFound): ObservedEntry | Unknown {
    const { node } = found;
    switch (node.kind) {
      case "symlink":
        return { path, kind: "symlink", mode: 0o777, target: node.target };
      case "special":
        return { path, kind: node.what, mode: 0o644 };
      case "unwatched-link":
        return { kind: "needs-watch", path: node.target };
      case "directory":
        throw new Error("a directory is no node of its own");
      case "file": {
        const unknown = node.linkedTo === undefined ? undefined : this.#checkLinked(found, node.linkedTo);
        return unknown ?? fileEntry(path, node.inode);
      }
    }
  }

  /** go-containerregistry has a hard link share what the topmost layers have at its target, the others what its own has. */
  #checkLinked({ path, node, layer }: NodeFound, target: string): Unknown | undefined {
    if (!this.#watched.concerns(target)) return { kind: "needs-watch", path: target };
    const found = this.#walk(target, false);
    if (isUnknown(found)) return found;
    const isShared =
      found.kind === "node" &&
      found.node.kind === "file" &&
      node.kind === "file" &&
      found.node.inode === node.inode;
    if (isShared) return undefined;
    throw ambiguousLayer(
      layer.place,
      `${show(path)} is a hard link to ${show(target)}, which a later layer replaces; go-containerregistry follows it there`,
    );
  }

  #root(): Merged {
    return { path: "", layers: this.#layers, open: !this.#complete };
  }

  /** Goes to a path from the root. */
  #walk(path: string, followLast: boolean): Found | Unknown {
    // The directories gone through, the root first: where one is, and where ".." leads.
    const way: Merged[] = [this.#root()];
    this.#pass(this.#root());
    const segments = segmentsOf(path).reverse();
    for (let followed = 0; segments.length > 0; ) {
      const found = this.#step(way, segments.pop() as string, segments);
      if (found === undefined) continue;
      if (found.kind === "node" && found.node.kind === "unwatched-link")
        return { kind: "needs-watch", path: found.node.target };
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
    this.#pass(found.directory);
    return undefined;
  }

  #pass(directory: Merged): void {
    this.#way.set(directory.path, this.#facts(directory));
  }

  #facts({ path, layers }: Merged): DirectoryFacts {
    return directoryFacts(path, layers, this.#layers);
  }

  /** {@link #child}, where the place is watched; else the rest of the way is what has to be watched. */
  #look(directory: Merged, name: string, rest: readonly string[]): Found | Unknown {
    const path = joinPath(directory.path, name);
    if (this.#watched.concerns(path)) return this.#child(directory, name);
    const up = rest.lastIndexOf("..");
    return { kind: "needs-watch", path: [path, ...rest.slice(up + 1).toReversed()].join("/") };
  }

  #child(directory: Merged, name: string): Found | NeedsLayer {
    const path = joinPath(directory.path, name);
    const { layers, isClosed, isBottom, below } = contributors(path, directory.layers);
    const last = layers.at(-1);
    if (!last) return below ?? (isBottom && directory.open ? { kind: "needs-layer" } : absent);
    if (below) {
      checkReplaced(path, last, below.node);
      if (directory.open) return { kind: "needs-layer" };
      checkBehind(path, below, directory.layers);
    }
    // Where the directory is only implied, an unread layer may have a link there.
    if (isBottom && directory.open && !isNamedFirst(last.node(path))) return { kind: "needs-layer" };
    return { kind: "directory", directory: { path, layers, open: directory.open && !isClosed } };
  }
}

function directoryEntry(path: string, { metadata: [{ mode, uid, gid }] }: DirectoryFacts): ObservedEntry {
  return { path, kind: "directory", mode, owner: { uid, gid } };
}

function fileEntry(path: string, { mode, uid, gid, digest, attributes }: Inode): ObservedEntry {
  return {
    path,
    kind: "file",
    mode,
    owner: { uid, gid },
    ...(digest === undefined ? {} : { digest }),
    ...(attributes.size === 0 ? {} : { attributes: [...attributes].sort() }),
  };
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
