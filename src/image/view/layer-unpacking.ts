// Longer than other files: every rule of what one layer may say is here, in the order in which an entry meets them.
import type { TarBody, TarHeader } from "../../tar/tar-parser.ts";
import { ambiguousLayer, invalid } from "../image-fault.ts";
import { isGrantingAttribute } from "../layer/attributes.ts";
import { disputeIn, disputeInAttributes } from "./entry-dispute.ts";
import { leavesRoot, type Whiteout, whiteoutOf } from "./entry-name.ts";
import { bodyOf, inodeOf } from "./file-inode.ts";
import { LayerLinks } from "./layer-links.ts";
import {
  type DirectoryNode,
  type Inode,
  impliedDirectory,
  type LayerNode,
  sameInode,
  sameMetadata,
  sameNode,
  spellingOf,
  whiteoutsDirectory,
} from "./layer-node.ts";
import { LayerNodes } from "./layer-nodes.ts";
import { LayerTree } from "./layer-tree.ts";
import { NamedDirectories } from "./named-directories.ts";
import { joinPath, rootedPath, show, splitPath } from "./path.ts";
import type { WatchedPaths } from "./watched-paths.ts";

export interface UnpackingOptions {
  /** The layer, for messages. */
  readonly place: string;
  /** Keep the content of files, too. */
  readonly keepContent?: boolean;
}

/**
 * Takes in one layer's archive, entry by entry. Engines read layers in two ways: some unpack each by itself and stack them,
 * others unpack them on top of each other; go-containerregistry goes by names alone. What they agree on becomes a
 * {@link LayerTree}; an entry that they do not read alike is refused where it matters.
 */
export class LayerUnpacking {
  readonly #nodes: LayerNodes;
  readonly #opaque = new Set<string>();
  readonly #links: LayerLinks;
  readonly #directories = new NamedDirectories();
  /** Entries of one name, which must be alike: only at the end is their content known. */
  readonly #repeats: { readonly path: string; readonly first: Inode; readonly second: Inode }[] = [];
  readonly #watched: WatchedPaths;
  readonly #place: string;
  readonly #keepContent: boolean;
  readonly #spelled = { absolute: false, relative: false };
  #isNamedThroughout = true;

  constructor(watched: WatchedPaths, { place, keepContent = false }: UnpackingOptions) {
    this.#watched = watched;
    this.#place = place;
    this.#keepContent = keepContent;
    this.#links = new LayerLinks(place);
    this.#nodes = new LayerNodes(place);
  }

  /**
   * Takes the next entry of the layer's archive; the body is wanted where its content matters.
   * @throws {IdentikitError} `IMAGE_AMBIGUOUS`, `IMAGE_INVALID`
   */
  readonly apply = (header: TarHeader): TarBody | undefined => {
    if (header.type === "global") return this.#global(header);
    const isOfNoFile = header.type === "sparse" && header.alias === undefined;
    if (header.type === "unknown" || isOfNoFile)
      throw invalid(
        this.#place,
        `${JSON.stringify(header.path)} is an entry of a kind that no engine unpacks`,
      );
    const path = rootedPath(header.path);
    if (header.claimsBody)
      throw this.#ambiguous(path, "an entry without a body that has a size; go-containerregistry ends there");
    if (path === "") return this.#root(header);
    const split = splitPath(path);
    const parent = this.#links.follow(split.parent);
    const real = joinPath(parent, split.name);
    // By its letters, too: go-containerregistry goes by them, also where a later layer replaces the link.
    if (parent !== split.parent && [real, path].some((each) => this.#touches(each)))
      throw this.#ambiguous(real, `written through the link ${show(split.parent)} of its own layer`);
    if (header.alias !== undefined && [real, rootedPath(header.alias)].some((each) => this.#changes(each)))
      throw this.#ambiguous(real, "a sparse file, which has another name to readers that do not know them");
    this.#noteDirectory(parent, header.type === "directory" ? real : undefined);
    const whiteout = whiteoutOf(real);
    this.#implyDirectories(parent, real, whiteout ? whiteoutsDirectory : impliedDirectory);
    if (whiteout) return this.#hide(whiteout, header);
    this.#links.replace(real, header.type === "directory");
    if (header.type === "symlink") this.#links.add(real, header.target, this.#directories.has(parent));
    if (header.type === "link") return this.#link(real, header);
    return this.#watched.concerns(real) ? this.#put(real, header) : undefined;
  };

  /**
   * Ends the layer.
   * @throws {IdentikitError} `IMAGE_AMBIGUOUS`
   */
  finish(): LayerTree {
    for (const { path, first, second } of this.#repeats)
      if (!sameInode(first, second)) throw this.#twice(path);
    return new LayerTree({
      place: this.#place,
      watched: this.#watched,
      nodes: this.#nodes,
      opaque: this.#opaque,
      leading: this.#links.leadingTo(this.#watched),
      isNamedThroughout: this.#isNamedThroughout,
      spelled: this.#spelled,
    });
  }

  /** True where an entry of that name is, or hides, what is at a watched path or above one. */
  #changes(path: string): boolean {
    const hidden = whiteoutOf(path)?.path;
    return this.#watched.concerns(path) || (hidden !== undefined && this.#watched.concerns(hidden));
  }

  /** True also where it only implies a directory on the way to one. */
  #touches(path: string): boolean {
    return this.#changes(path) || this.#watched.nearest(path) !== undefined;
  }

  /** Docker's overlay2 leaves it out; containerd, buildah and Docker's vfs first remove what has its name. */
  #global({ path, alias = path }: TarHeader): undefined {
    for (const each of [rootedPath(path), rootedPath(alias)]) {
      const real = joinPath(this.#links.follow(splitPath(each).parent), splitPath(each).name);
      if (real === "" || this.#touches(real))
        throw this.#ambiguous(
          real,
          "the name of a global pax header, which some engines take for an entry's",
        );
    }
  }

  /** An entry for the root itself: engines leave it out, or apply its mode and owner. */
  #root(header: TarHeader): undefined {
    if (header.type !== "directory") throw this.#ambiguous("", "the name of an entry that is no directory");
    const dispute = disputeInAttributes(header);
    if (dispute !== undefined) throw this.#ambiguous("", dispute);
    this.#nodes.set("", this.#directory(header, this.#nodes.get("")));
  }

  #noteDirectory(parent: string, named: string | undefined): void {
    if (!this.#directories.has(parent)) this.#isNamedThroughout = false;
    if (named !== undefined) this.#directories.add(named);
  }

  #hide(whiteout: Whiteout, header: TarHeader): undefined {
    const { kind, path } = whiteout;
    if (!this.#watched.concerns(path)) return;
    this.#spell(header);
    if (kind === "odd")
      throw this.#ambiguous(path, "hidden by a whiteout without a name, which engines refuse or take for it");
    if (header.type !== "file")
      throw this.#ambiguous(path, `a whiteout that is no file but a ${header.type}, which has two readings`);
    if (kind === "opaque") {
      this.#makeOpaque(path);
      return;
    }
    if (this.#nodes.get(path)) throw this.#contradiction(path);
    this.#nodes.hide(path);
  }

  #makeOpaque(directory: string): void {
    const lost = this.#nodes.impliedBelow(directory);
    // Docker's vfs and containerd's native snapshots remove what their list of unpacked entries does not have.
    if (lost !== undefined)
      throw this.#ambiguous(lost, "implied before its parent is made opaque; some engines then remove it");
    this.#opaque.add(directory);
  }

  #put(path: string, header: TarHeader): TarBody | undefined {
    this.#check(path, header);
    const there = this.#nodes.get(path);
    if (header.type === "directory") {
      if (there && there.kind !== "directory") throw this.#twice(path);
      if (this.#watched.covers(path)) this.#spell(header);
      this.#nodes.set(path, this.#directory(header, there));
      return undefined;
    }
    this.#spell(header);
    if (header.type === "file" || header.type === "sparse") return this.#putFile(path, header, there);
    const node: LayerNode =
      header.type === "symlink"
        ? { kind: "symlink", target: header.target }
        : { kind: "special", what: header.type === "fifo" ? "fifo" : "device" };
    if (there && !sameNode(there, node)) throw this.#twice(path);
    this.#nodes.set(path, node);
    return undefined;
  }

  /** What no entry at a watched path may be. */
  #check(path: string, header: TarHeader): void {
    if (this.#nodes.hides(path)) throw this.#contradiction(path);
    const dispute = disputeIn(path, header);
    if (dispute !== undefined) throw this.#ambiguous(path, dispute);
  }

  #directory(header: TarHeader, there: LayerNode | undefined): DirectoryNode {
    const { mode, uid, gid } = header;
    const before = there?.kind === "directory" ? there : undefined;
    const named = before?.named ?? [];
    const isNew = !named.some((each) => sameMetadata(each, header));
    return {
      kind: "directory",
      named: isNew ? [...named, { mode, uid, gid }] : named,
      spellings: new Set([...(before?.spellings ?? []), spellingOf(header.path)]),
      isNamedFirst: before?.isNamedFirst ?? true,
      isForWhiteouts: false,
    };
  }

  #putFile(path: string, header: TarHeader, there: LayerNode | undefined): TarBody | undefined {
    const inode = inodeOf(header);
    if (there && (there.kind !== "file" || there.linkedTo !== undefined)) throw this.#twice(path);
    if (there) this.#repeats.push({ path, first: there.inode, second: inode });
    this.#nodes.set(path, { kind: "file", inode });
    return this.#watched.covers(path) ? bodyOf(inode, header.size, this.#keepContent) : undefined;
  }

  /** A hard link: it shares its target, which has to be in the same layer before it. */
  #link(path: string, header: TarHeader): undefined {
    const named = rootedPath(header.target);
    const split = splitPath(named);
    const parent = this.#links.follow(split.parent);
    const target = joinPath(parent, split.name);
    this.#noteDirectory(parent, undefined);
    this.#links.repeat(target, path, this.#directories.has(splitPath(path).parent));
    const isWatched = this.#watched.concerns(path);
    if (!isWatched && !this.#watched.concerns(target)) return;
    if (isWatched) this.#check(path, header);
    if (isWatched) this.#spell(header);
    if (leavesRoot(path, header.target) || target !== named || named.startsWith(".wh."))
      throw this.#ambiguous(path, `a hard link to ${show(header.target)}, which leads engines to two places`);
    if (isWatched && !this.#watched.covers(target)) {
      // Where it matters, the layer is read again with the target watched, and compared with what is there.
      this.#nodes.set(path, { kind: "unwatched-link", target });
      return;
    }
    const node = this.#linked(path, target, header);
    if (!isWatched) return;
    const there = this.#nodes.get(path);
    if (there && !sameNode(there, node)) throw this.#twice(path);
    this.#nodes.set(path, node);
  }

  #linked(path: string, target: string, header: TarHeader): LayerNode {
    const node = this.#nodes.get(target);
    if (!node)
      throw this.#ambiguous(
        path,
        `a hard link to ${show(target)}, which its layer does not have before it; some engines take a lower layer's`,
      );
    if (node.kind === "directory")
      throw invalid(this.#place, `${JSON.stringify(path)} is a hard link to a directory`);
    if (node.kind !== "file") return node;
    // Most engines apply what the link's entry says to the file that it shares; umoci does not.
    if (!sameMetadata(node.inode, header))
      throw this.#ambiguous(path, `a hard link whose mode or owner is not that of ${show(target)}`);
    for (const name of header.attributes.set.filter(isGrantingAttribute)) node.inode.attributes.add(name);
    return { ...node, linkedTo: node.linkedTo ?? target };
  }

  /** Puts the watched directories that an entry is in, as far as the layer does not have them yet. */
  #implyDirectories(parent: string, entry: string, as: DirectoryNode): void {
    const nearest = this.#watched.nearest(parent);
    if (nearest !== undefined) this.#imply(nearest, entry, as);
  }

  #imply(directory: string, entry: string, as: DirectoryNode): void {
    const node = this.#nodes.get(directory);
    if (node?.kind === "directory" && (!node.isForWhiteouts || as.isForWhiteouts)) return;
    if (node && node.kind !== "directory")
      throw this.#ambiguous(directory, `a ${node.kind} and the directory of ${show(entry)} at once`);
    if (this.#nodes.hides(directory)) throw this.#contradiction(directory);
    const { parent } = splitPath(directory);
    if (parent !== "") this.#imply(parent, entry, as);
    this.#nodes.set(directory, as);
  }

  #spell({ path }: TarHeader): void {
    this.#spelled[spellingOf(path)] = true;
  }

  #twice(path: string): Error {
    return this.#ambiguous(
      path,
      "there twice in one layer, and not the same; most engines take the last one, go-containerregistry the first",
    );
  }

  #contradiction(path: string): Error {
    return this.#ambiguous(
      path,
      "both hidden and present in one layer; which of them counts, and for what below it, differs",
    );
  }

  #ambiguous(path: string, reason: string): Error {
    return ambiguousLayer(this.#place, `${show(path)} is ${reason}`);
  }
}
