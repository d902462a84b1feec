import { createHash } from "node:crypto";
import { type BigIntStats, type Dirent, lstatSync, readlinkSync } from "node:fs";
import { IdentikitError } from "../../fault/error.ts";
import { codeOf } from "../../fault/thrown.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import type { BaseEntry } from "./base-tree.ts";
import { harvestTooLarge } from "./comparison.ts";
import type { StatIndex } from "./stat-index.ts";

/** A regular file that is there, and is not what the base has. */
export interface FoundFile {
  readonly mode: "100644" | "100755";
  readonly bytes: Buffer;
  readonly mtimeNs: bigint;
}

/** How files are looked at. */
export interface Look {
  readonly device: bigint;
  readonly stats: StatIndex | undefined;
  readonly maxBytes: number;
}

/**
 * What stands at the name of a regular file: `undefined` where it is what the base has, a reason where it cannot be in a patch, and `gone` where
 * it went away meanwhile.
 */
export function lookAtFile(
  directory: AnchoredDirectory,
  name: string,
  path: string,
  entry: BaseEntry | undefined,
  look: Look,
): FoundFile | string | "gone" | undefined {
  const status = lstatSync(directory.locate(name), { bigint: true, throwIfNoEntry: false });
  if (!status) return "gone";
  if (status.dev !== look.device) return otherFileSystem;
  if (entry?.mode === "160000") return "a file stands where the base has a submodule";
  const mode = modeOf(status);
  const isSameKind = entry?.mode === mode;
  if (isSameKind && look.stats?.isUnchanged(path, entry.object, status)) return undefined;
  const file = readOrReason(directory, name, path, look.maxBytes);
  if (!file || typeof file === "string") return file ?? "gone";
  if (isSameKind && objectOf(file.bytes, entry.object) === entry.object) return undefined;
  // It may be a second name of a file that the agent could not read, and the reader of it can.
  if (file.links > 1) return "it is a hard link";
  return { mode, bytes: file.bytes, mtimeNs: status.mtimeNs };
}

/** Why what is neither a file nor a folder cannot be in a patch; `undefined` for a link that is as the base has it. */
export function specialReason(
  directory: AnchoredDirectory,
  child: Dirent,
  entry: BaseEntry | undefined,
): string | undefined {
  if (child.isFIFO()) return "it is a FIFO";
  if (child.isSocket()) return "it is a socket";
  if (!child.isSymbolicLink()) return "it is a device";
  if (entry?.mode !== "120000") return "it is a link";
  const target = readlinkSync(directory.locate(child.name), "buffer");
  return objectOf(target, entry.object) === entry.object ? undefined : "it is a link that was changed";
}

export const otherFileSystem = "another file system is mounted there";

/** Why something could not be read; other faults are thrown on. */
export function unreadReason(caught: unknown): string {
  const isOwn =
    caught instanceof IdentikitError && /^(FILE_UNREADABLE|PATH_LINKED|ENTRY_TYPE)$/.test(caught.code);
  if (!isOwn) throw caught;
  return `it cannot be read: ${codeOf(caught.cause) ?? caught.code}`;
}

function readOrReason(directory: AnchoredDirectory, name: string, path: string, maxBytes: number) {
  try {
    return readFileIn(directory, name, maxBytes, () =>
      harvestTooLarge(`${JSON.stringify(path)} has more than ${maxBytes} bytes`),
    );
  } catch (caught) {
    return unreadReason(caught);
  }
}

/** The ID that git gives these bytes (gitformat-pack(5)), in the form of another one. */
function objectOf(bytes: Buffer, like: string): string {
  const algorithm = like.length === 64 ? "sha256" : "sha1";
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function modeOf({ mode }: BigIntStats): FoundFile["mode"] {
  return (mode & 0o100n) === 0n ? "100644" : "100755";
}
