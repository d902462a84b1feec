import type { TarBody } from "../tar/tar-parser.ts";
import type { TarEntry } from "./archive-profile.ts";
import { FileTree, type TreeFile } from "./file-tree.ts";

/** The body of one entry: pieces of what was unpacked, until somebody says whether they are wanted. */
interface Body {
  pieces: Uint8Array[];
  /** Where the bytes are copied to; `null` for a body that nobody wants, `undefined` until that is decided. */
  wanted: { readonly path: string; readonly bytes: Buffer } | null | undefined;
  copied: number;
}

/**
 * The bodies of an archive's files, between the reader that meets them and the one that has to agree before any is kept. Bytes
 * are copied once: a slice would keep the whole unpacked piece alive.
 */
export class ArchiveBodies {
  /** The files that were kept so far and are whole. */
  readonly files: TreeFile[] = [];
  readonly #slabs = new Slabs();
  /** Those that are not whole, or not decided on, in the order of the archive. */
  readonly #open = new Map<TarEntry, Body>();
  #next: Body | undefined;

  /** Says which entry the next body is of. */
  expect(entry: TarEntry): void {
    this.#next = undefined;
    if (entry.kind !== "file") return;
    this.#next = { pieces: [], wanted: undefined, copied: 0 };
    this.#open.set(entry, this.#next);
  }

  /** Takes the body that is expected; what is no file has none, and a header for the whole archive neither. */
  next(): TarBody | undefined {
    const body = this.#next;
    this.#next = undefined;
    if (!body) return undefined;
    return {
      write: (piece) => {
        if (body.wanted !== null) body.pieces.push(piece);
      },
      end: () => undefined,
    };
  }

  /** Says of the body of an entry where in the tree it goes; `undefined` where nobody wants it. */
  decide(entry: TarEntry, path: string | undefined): void {
    const body = this.#open.get(entry);
    if (!body) return;
    body.wanted = path === undefined ? null : { path, bytes: this.#slabs.take(entry.size) };
  }

  /** Copies what came so far of the bodies that are wanted; the pieces may be used for something else then. */
  collect(): void {
    for (const [entry, body] of this.#open) if (this.#copy(entry, body)) this.#open.delete(entry);
  }

  /** @returns whether nothing more of the body is needed */
  #copy(entry: TarEntry, body: Body): boolean {
    const { pieces, wanted } = body;
    if (!wanted) return wanted === null;
    for (const piece of pieces) {
      wanted.bytes.set(piece, body.copied);
      body.copied += piece.length;
    }
    body.pieces = [];
    if (body.copied < entry.size) return false;
    // Digested here, while the next piece is being unpacked.
    this.files.push(FileTree.file({ path: wanted.path, mode: entry.mode, bytes: wanted.bytes }));
    return true;
  }
}

const slabBytes = 1024 * 1024;

/** Memory for many small files: one piece for each would keep the garbage collector busy. */
class Slabs {
  #slab: Buffer = Buffer.alloc(0);

  take(size: number): Buffer {
    if (size > slabBytes / 4) return Buffer.allocUnsafeSlow(size);
    if (size > this.#slab.length) this.#slab = Buffer.allocUnsafeSlow(slabBytes);
    const taken = this.#slab.subarray(0, size);
    this.#slab = this.#slab.subarray(size);
    return taken;
  }
}
