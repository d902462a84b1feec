import { createHash } from "node:crypto";
import type { Digest } from "../../tree/digest.ts";
import type { TarBody, TarHeader } from "../layer/tar-parser.ts";
import { invalid } from "../model.ts";
import type { SilentLayer } from "./layer-index.ts";
import { cleanPath, joinPath, maxLinks, splitPath, type WatchedPaths } from "./path.ts";

/** A file's metadata and content; hard links of one layer share it. */
export interface Inode {
  mode: number;
  uid: number;
  gid: number;
  digest: Digest | undefined;
}

/** What one layer has at one path. */
export type LayerNode =
  | { readonly kind: "directory"; readonly mode: number; readonly uid: number; readonly gid: number }
  | { readonly kind: "file"; readonly inode: Inode }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "special"; readonly what: "fifo" | "device" }
  /** A hard link to a file that is not in this layer: the one that the layers below have at that path. */
  | {
      readonly kind: "lower-link";
      readonly target: string;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    }
  /** A hard link whose target was not watched when the layer was read. */
  | { readonly kind: "unwatched-link"; readonly target: string };

const whiteoutPrefix = ".wh.";
const metadataPrefix = ".wh..wh.";
const opaqueName = ".wh..wh..opq";
/** Bounds of what is kept of one layer: its links, and what it has at the watched paths. */
const most = { links: 1_000_000, nodes: 100_000 } as const;
/** A directory that a layer only implies. */
const impliedDirectory: LayerNode = { kind: "directory", mode: 0o755, uid: 0, gid: 0 };

/**
 * What one layer puts, hides and replaces at the watched paths: the layer unpacked by itself, as the directory that an
 * engine's overlay file system stacks on the layers below. Links that the layer itself has put at a directory's place are
 * followed, as unpacking follows them; links of lower layers are replaced by the directory, as in an overlay.
 */
export class LayerTree {
  readonly #nodes = new Map<string, LayerNode>();
  readonly #children = new Map<string, Set<string>>();
  readonly #opaque = new Set<string>();
  readonly #whiteouts = new Set<string>();
  /** Every symbolic link of the layer so far, watched or not, and the directories above them. */
  readonly #links = new Map<string, string>();
  readonly #aboveLinks = new Set<string>();
  readonly #watched: WatchedPaths;
  readonly #place: string;

  /** @param place the layer, for messages */
  constructor(watched: WatchedPaths, place: string) {
    this.#watched = watched;
    this.#place = place;
  }

  /** The tree of a layer that is known to have no more than these directories at the watched paths. */
  static ofSilent(silent: SilentLayer, watched: WatchedPaths, place: string): LayerTree {
    const tree = new LayerTree(watched, place);
    for (const [path, metadata] of silent) tree.#set(path, { kind: "directory", ...metadata });
    return tree;
  }

  /** The directories that are all that the layer has at the watched paths; `undefined` where it has more. */
  silence(): SilentLayer | undefined {
    if (this.#opaque.size > 0 || this.#whiteouts.size > 0) return undefined;
    const directories = new Map<string, { mode: number; uid: number; gid: number }>();
    for (const [path, node] of this.#nodes) {
      if (node.kind !== "directory" || this.#watched.covers(path)) return undefined;
      const { mode, uid, gid } = node;
      directories.set(path, { mode, uid, gid });
    }
    return directories;
  }

  node(path: string): LayerNode | undefined {
    return path === "" ? impliedDirectory : this.#nodes.get(path);
  }

  /** Names in a watched directory, in no order. */
  childrenOf(directory: string): Iterable<string> {
    return this.#children.get(directory) ?? [];
  }

  /** True where nothing of the layers below may be seen at the path, unless this layer has it itself. */
  hidesBelow(path: string): boolean {
    return this.#whiteouts.has(path);
  }

  /** True where nothing of the layers below may be seen in the directory. */
  isOpaque(directory: string): boolean {
    return this.#opaque.has(directory);
  }

  /** Takes the next entry of the layer's archive; the body is wanted where its content matters. */
  readonly apply = (header: TarHeader): TarBody | undefined => {
    const cleaned = cleanPath(header.path, this.#place);
    if (cleaned === "") return undefined;
    const split = splitPath(cleaned);
    const parent = this.#links.size === 0 ? split.parent : this.#follow(split.parent);
    if (split.name.startsWith(whiteoutPrefix)) {
      this.#whiteout(parent, split.name);
      return undefined;
    }
    const path = joinPath(parent, split.name);
    this.#clearLinks(path, header.type);
    if (header.type === "symlink") this.#rememberLink(path, header.target);
    const linked = header.type === "link" ? this.#touchLinked(header) : "";
    if (!this.#watched.concerns(path)) return undefined;
    this.#makeParents(parent);
    if (header.type !== "link") return this.#put(path, header);
    this.#putLink(path, linked, header);
    return undefined;
  };

  /** Lets go of what only unpacking needs. */
  seal(): void {
    this.#links.clear();
    this.#aboveLinks.clear();
  }

  #whiteout(parent: string, name: string): void {
    if (name === opaqueName) {
      if (this.#watched.concerns(parent)) this.#opaque.add(parent);
    } else if (!name.startsWith(metadataPrefix)) {
      const path = joinPath(parent, name.slice(whiteoutPrefix.length));
      if (this.#watched.concerns(path)) this.#whiteouts.add(path);
    }
    this.#makeParents(parent);
  }

  #put(path: string, header: TarHeader): TarBody | undefined {
    switch (header.type) {
      case "directory":
        this.#set(path, { kind: "directory", mode: header.mode, uid: header.uid, gid: header.gid });
        return undefined;
      case "file":
        return this.#putFile(path, header);
      case "symlink":
        this.#set(path, { kind: "symlink", target: header.target });
        return undefined;
      case "fifo":
      case "device":
        this.#set(path, { kind: "special", what: header.type });
        return undefined;
      default:
        throw invalid(
          this.#place,
          `${JSON.stringify(path)} is an entry of a kind that engines do not unpack alike`,
        );
    }
  }

  #putFile(path: string, { mode, uid, gid }: TarHeader): TarBody | undefined {
    const inode: Inode = { mode, uid, gid, digest: undefined };
    this.#set(path, { kind: "file", inode });
    if (!this.#watched.covers(path)) return undefined;
    const hash = createHash("sha256");
    return {
      write: (chunk) => hash.update(chunk),
      end: () => {
        inode.digest = `sha256:${hash.digest("hex")}`;
      },
    };
  }

  /** Unpacking a hard link sets the link's own mode and owner, and with them its target's, wherever the link is. */
  #touchLinked({ target, mode, uid, gid }: TarHeader): string {
    const { parent, name } = splitPath(cleanPath(target, this.#place));
    const linked = joinPath(this.#follow(parent), name);
    const node = this.#nodes.get(linked);
    if (node?.kind === "file") Object.assign(node.inode, { mode, uid, gid });
    return linked;
  }

  #putLink(path: string, linked: string, { mode, uid, gid }: TarHeader): void {
    if (!this.#watched.covers(linked)) {
      this.#set(path, { kind: "unwatched-link", target: linked });
      return;
    }
    const node = this.#nodes.get(linked);
    if (node?.kind === "directory")
      throw invalid(this.#place, `${JSON.stringify(path)} is a hard link to a directory`);
    this.#set(path, node ?? { kind: "lower-link", target: linked, mode, uid, gid });
  }

  #set(path: string, node: LayerNode): void {
    if (this.#nodes.get(path)?.kind === "directory" && node.kind !== "directory") this.#removeBelow(path);
    this.#nodes.set(path, node);
    if (this.#nodes.size > most.nodes)
      throw invalid(this.#place, `it has more than ${most.nodes} entries where the identity is to be`);
    const { parent, name } = splitPath(path);
    const names = this.#children.get(parent);
    if (names) names.add(name);
    else this.#children.set(parent, new Set([name]));
  }

  #removeBelow(directory: string): void {
    for (const name of this.childrenOf(directory)) {
      const path = joinPath(directory, name);
      this.#removeBelow(path);
      this.#nodes.delete(path);
    }
    this.#children.delete(directory);
    this.#opaque.delete(directory);
  }

  #makeParents(directory: string): void {
    if (directory === "" || !this.#watched.concerns(directory)) return;
    const node = this.#nodes.get(directory);
    if (node?.kind === "directory") return;
    if (node) throw invalid(this.#place, `${JSON.stringify(directory)} is a file and a directory at once`);
    this.#makeParents(splitPath(directory).parent);
    this.#set(directory, impliedDirectory);
  }

  /** A directory's real path within this layer. */
  #follow(directory: string): string {
    let resolved = "";
    const segments = directory.split("/").reverse();
    for (let followed = 0; segments.length > 0; ) {
      const segment = segments.pop() as string;
      if (segment === "" || segment === ".") continue;
      if (segment === "..") {
        resolved = splitPath(resolved).parent;
        continue;
      }
      const path = joinPath(resolved, segment);
      const target = this.#links.get(path);
      if (target === undefined) {
        resolved = path;
        continue;
      }
      if (++followed > maxLinks) throw invalid(this.#place, `${JSON.stringify(directory)} leads in a circle`);
      if (target.startsWith("/")) resolved = "";
      segments.push(...target.split("/").reverse());
    }
    return resolved;
  }

  #rememberLink(path: string, target: string): void {
    if (this.#links.size >= most.links) throw invalid(this.#place, `it has more than ${most.links} links`);
    this.#links.set(path, target);
    for (let { parent } = splitPath(path); parent !== ""; { parent } = splitPath(parent)) {
      if (this.#aboveLinks.has(parent)) break;
      this.#aboveLinks.add(parent);
    }
  }

  /** Forgets the links that a new entry replaces. */
  #clearLinks(path: string, type: TarHeader["type"]): void {
    this.#links.delete(path);
    if (type === "directory" || !this.#aboveLinks.has(path)) return;
    for (const link of this.#links.keys()) if (link.startsWith(`${path}/`)) this.#links.delete(link);
  }
}
