import type { Digest } from "../../tree/digest.ts";

/** Mode and owner. */
export interface Metadata {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A file's metadata and content; hard links of one layer share it. */
export interface Inode extends Metadata {
  digest: Digest | undefined;
  /** Where content was asked for. */
  bytes: Uint8Array | undefined;
  /** Extended attributes that change who may do what. */
  readonly attributes: Set<string>;
}

/** Whether the name of an entry starts with a slash. */
export type Spelling = "absolute" | "relative";

export interface DirectoryNode {
  readonly kind: "directory";
  /** What the layer's entries say about it; none where the layer only implies it. */
  readonly named: readonly Metadata[];
  /** How the layer's entries for it begin: go-containerregistry takes a name with a slash at its start for another one. */
  readonly spellings: ReadonlySet<Spelling>;
  /** True where the layer names it before anything in it: so engines put a directory there, whatever was there. */
  readonly isNamedFirst: boolean;
  /** True where nothing but whiteouts are in it: umoci and go-containerregistry then make no directory. */
  readonly isForWhiteouts: boolean;
}

/** What one layer has at one path. */
export type LayerNode =
  | DirectoryNode
  | {
      readonly kind: "file";
      readonly inode: Inode;
      /** The path that a hard link names. */
      readonly linkedTo?: string;
    }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "special"; readonly what: "fifo" | "device" }
  /** A hard link whose target was not watched when the layer was read. */
  | { readonly kind: "unwatched-link"; readonly target: string };

/** A directory that a layer only implies. */
export const impliedDirectory: DirectoryNode = {
  kind: "directory",
  named: [],
  spellings: new Set(),
  isNamedFirst: false,
  isForWhiteouts: false,
};

/** A directory that only a whiteout implies. */
export const whiteoutsDirectory: DirectoryNode = { ...impliedDirectory, isForWhiteouts: true };

/** How the name of an entry begins. */
export function spellingOf(name: string): Spelling {
  return name.startsWith("/") ? "absolute" : "relative";
}

export function sameMetadata(a: Metadata, b: Metadata): boolean {
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

/** True where two entries of one name leave the same file, whichever of them an engine takes. */
export function sameInode(a: Inode, b: Inode): boolean {
  const attributes = [...a.attributes].every((name) => b.attributes.has(name));
  return sameMetadata(a, b) && a.digest === b.digest && attributes && a.attributes.size === b.attributes.size;
}

/** True where a name that is no directory is there twice, and both times the same. */
export function sameNode(there: LayerNode, node: LayerNode): boolean {
  if (there.kind === "symlink") return node.kind === "symlink" && there.target === node.target;
  if (there.kind === "special") return node.kind === "special" && there.what === node.what;
  return there.kind === "file" && node.kind === "file" && there.inode === node.inode;
}
