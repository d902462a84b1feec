import { type Digest, digestOf } from "./digest.ts";
import { comparePaths } from "./path.ts";
import { PathClaims } from "./path-claims.ts";

/** The only two modes that a file of a tree has; every other bit of a source is left behind. */
export type FileMode = 0o644 | 0o755;

/** One regular file of a tree. Its bytes are never changed after it was made. */
export interface TreeFile {
  readonly path: string;
  readonly mode: FileMode;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** What a file is made from; a mode with the owner's execute bit becomes 0755, any other 0644. */
export interface TreeFileInput {
  readonly path: string;
  readonly mode?: number;
  readonly bytes: Uint8Array;
}

/**
 * A sorted, immutable set of files with one digest. Directories are not entries: they exist where a file needs
 * them. Two trees are equal exactly when their digests are.
 */
export class FileTree implements Iterable<TreeFile> {
  static readonly empty: FileTree = new FileTree(new Map());

  readonly #files: ReadonlyMap<string, TreeFile>;
  #digest: Digest | undefined;

  private constructor(files: ReadonlyMap<string, TreeFile>) {
    this.#files = files;
  }

  /**
   * Makes a tree of files in any order.
   * @param owner what the files come from, for messages
   * @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`; `PATH_COLLIDES` where two paths are one after case
   * folding or Unicode normalisation, or a file stands where a directory is needed
   */
  static of(files: Iterable<TreeFileInput>, owner: string): FileTree {
    const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path));
    const claims = new PathClaims(owner);
    for (const { path } of sorted) claims.file(path);
    return new FileTree(new Map(sorted.map((file) => [file.path, isMade(file) ? file : freeze(file)])));
  }

  /** One file with its digest, for a tree that is made later: {@link FileTree.of} does not read its bytes again. */
  static file(input: TreeFileInput): TreeFile {
    const file = freeze(input);
    madeFiles.add(file);
    return file;
  }

  /** {@link treeDigest} of the files. Independent of order, clock, umask and compression. */
  get digest(): Digest {
    this.#digest ??= treeDigest(this);
    return this.#digest;
  }

  /** How many files there are. */
  get size(): number {
    return this.#files.size;
  }

  /** Bytes of all files together. */
  get byteLength(): number {
    let total = 0;
    for (const file of this) total += file.bytes.length;
    return total;
  }

  get(path: string): TreeFile | undefined {
    return this.#files.get(path);
  }

  /** The files in byte order of their paths. */
  [Symbol.iterator](): Iterator<TreeFile> {
    return this.#files.values();
  }

  /** The files for which `keep` says yes; paths stay as they are. */
  select(keep: (path: string) => boolean): FileTree {
    return new FileTree(new Map([...this.#files].filter(([path]) => keep(path))));
  }

  /** What stands under a directory of the tree, with paths relative to it. */
  subtree(directory: string): FileTree {
    const prefix = `${directory}/`;
    const below = [...this].filter(({ path }) => path.startsWith(prefix));
    return new FileTree(
      new Map(
        below.map((file) => [
          file.path.slice(prefix.length),
          { ...file, path: file.path.slice(prefix.length) },
        ]),
      ),
    );
  }
}

/**
 * SHA-256 over the lines `100644 <sha256 of the bytes> <path>` (100755 for executables), each ended by a line feed,
 * after the line `identikit-tree/v1`. Paths have no line feed, so the lines cannot be read two ways.
 * @param files in byte order of their paths
 */
export function treeDigest(files: Iterable<Omit<TreeFile, "bytes">>): Digest {
  const lines = ["identikit-tree/v1\n"];
  for (const { mode, digest, path } of files)
    lines.push(`100${mode.toString(8)} ${digest.slice(7)} ${path}\n`);
  return digestOf(lines.join(""));
}

function freeze(file: TreeFileInput): TreeFile {
  const mode = ((file.mode ?? 0o644) & 0o100) === 0 ? 0o644 : 0o755;
  return Object.freeze({ path: file.path, mode, bytes: file.bytes, digest: digestOf(file.bytes) });
}

/** What {@link FileTree.file} made: a digest that somebody else gives proves nothing. */
const madeFiles = new WeakSet<TreeFileInput>();

function isMade(file: TreeFileInput): file is TreeFile {
  return madeFiles.has(file);
}
