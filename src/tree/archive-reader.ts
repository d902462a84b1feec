import { IdentikitError } from "../fault/error.ts";
import { TarParser } from "../tar/tar-parser.ts";
import { ArchiveBodies } from "./archive-bodies.ts";
import { ArchiveProfile, type TarEntry } from "./archive-profile.ts";
import { FileTree } from "./file-tree.ts";
import { gunzipOne } from "./gzip-member.ts";

/** Who decides about the entries of an archive, in their order; what it throws refuses the archive. */
export interface EntrySelection {
  /** Whether the bytes of a regular file are wanted. */
  file(path: string, size: number): boolean;
  directory(path: string): void;
  /** @param kind in words: "symbolic link" */
  special(path: string, kind: string): void;
}

export interface ArchiveOptions {
  /** What is read, for messages: `archive of acme/a at 1234567890ab`. */
  readonly owner: string;
  readonly selection: EntrySelection;
  /** Bytes at most, as they are sent and unpacked. */
  readonly maxBytes: number;
  /** Says of an archive's first directory whether it is the folder that the server puts around everything. */
  readonly isTopFolder?: (name: string) => boolean;
}

export interface ArchiveContent {
  readonly tree: FileTree;
  /** The comment of the archive's global pax header, where git writes the commit's id. */
  readonly comment: string | undefined;
}

/**
 * Reads a gzipped tar archive while it arrives, all of it, keeping the files that the selection wants. Two readers that
 * know nothing of each other take it apart, and must agree: {@link TarParser} with the profile of such archives, and node-tar
 * in strict mode. Nothing is written anywhere.
 * @throws {IdentikitError} `ARCHIVE_INVALID`, `ARCHIVE_TOO_LARGE`, `ENTRY_TYPE`, `PATH_UNSAFE`, and what the selection
 * throws
 */
export async function readArchive(
  compressed: AsyncIterable<Uint8Array>,
  options: ArchiveOptions,
): Promise<ArchiveContent> {
  const { owner, selection, maxBytes, isTopFolder } = options;
  // Templates that git has need no reader of archives.
  const { Parser } = await import("tar");
  const expected: TarEntry[] = [];
  const bodies = new ArchiveBodies();
  const profile = new ArchiveProfile(owner, (entry) => {
    expected.push(entry);
    bodies.expect(entry);
  });
  const strict = new TarParser(() => bodies.next(), profile);
  const top = new TopFolder(owner, isTopFolder);
  let failure: unknown;
  // Bodies are taken from our own reader: handing them on piece by piece is most of what node-tar's reading costs.
  const parser = new Parser({ strict: true, filter: () => false });
  parser.on("error", (cause: unknown) => {
    failure ??= refused(owner, "cannot be read", cause);
  });
  parser.on("ignoredEntry", (entry) => {
    const known = expected.shift();
    if (known === undefined || !agree(known, entry)) {
      failure ??= disagreement(owner, entry.path);
    } else if (failure === undefined) {
      try {
        const path = top.strip(known);
        bodies.decide(known, path !== undefined && offer(selection, path, known) ? path : undefined);
      } catch (cause) {
        failure = cause;
      }
    }
  });
  const check = () => {
    if (failure !== undefined) throw failure;
  };
  let held: Buffer[] = [];
  for await (const chunk of gunzipOne(compressed, {
    owner,
    maxCompressed: maxBytes,
    maxUnpacked: maxBytes,
  })) {
    strict.write(chunk);
    held.push(chunk);
    // node-tar decodes an extension header piece by piece, and would tear a character that two pieces share.
    if (strict.isInExtension) continue;
    parser.write(held.length === 1 ? chunk : Buffer.concat(held));
    held = [];
    check();
    bodies.collect();
  }
  profile.end(strict.hasEnded);
  parser.end();
  check();
  if (expected.length > 0) throw disagreement(owner, expected[0]?.path ?? "");
  return { tree: FileTree.of(bodies.files, owner), comment: profile.comment };
}

type ReadEntry = import("tar").ReadEntry;

function agree(known: TarEntry, entry: ReadEntry): boolean {
  const kind = kindOf(entry.type);
  const path = kind === "directory" ? entry.path.replace(/\/$/, "") : entry.path;
  return path === known.path && kind === known.kind && entry.size === known.size;
}

function kindOf(type: string): TarEntry["kind"] | undefined {
  switch (type) {
    case "File":
    case "OldFile":
      return "file";
    case "Directory":
      return "directory";
    case "SymbolicLink":
      return "symbolic link";
    case "Link":
      return "hard link";
    case "FIFO":
      return "fifo";
    case "CharacterDevice":
    case "BlockDevice":
      return "device";
    default:
      return undefined;
  }
}

function offer(selection: EntrySelection, path: string, { kind, size }: TarEntry): boolean {
  if (kind === "file") return selection.file(path, size);
  if (kind === "directory") selection.directory(path);
  else selection.special(path, kind);
  return false;
}

/** The folder that forges put around the repository's content, where there is one. */
class TopFolder {
  readonly #owner: string;
  readonly #isTop: (name: string) => boolean;
  #name: string | undefined;
  #first = true;

  constructor(owner: string, isTop: (name: string) => boolean = () => false) {
    this.#owner = owner;
    this.#isTop = isTop;
  }

  /** The path inside the folder; `undefined` for the folder itself. */
  strip({ path, kind }: TarEntry): string | undefined {
    if (this.#first) {
      this.#first = false;
      if (kind === "directory" && !path.includes("/") && this.#isTop(path)) {
        this.#name = path;
        return undefined;
      }
    }
    if (this.#name === undefined) return path;
    if (path === this.#name && kind === "directory") return undefined;
    if (path.startsWith(`${this.#name}/`)) return path.slice(this.#name.length + 1);
    throw refused(
      this.#owner,
      `has the entry ${JSON.stringify(path)} outside its folder ${JSON.stringify(this.#name)}`,
    );
  }
}

function disagreement(owner: string, path: string): IdentikitError {
  return refused(owner, `has the entry ${JSON.stringify(path)}, which two readers understand differently`);
}

function refused(owner: string, problem: string, cause?: unknown): IdentikitError {
  return new IdentikitError("ARCHIVE_INVALID", `${owner} ${problem}`, {
    remedy: "Make the archive again, from a repository that holds regular files only; nothing was changed.",
    cause,
  });
}
