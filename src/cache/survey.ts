import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../fault/thrown.ts";
import { fileFault } from "../tree/file-fault.ts";
import { type CacheKind, cacheKinds } from "./cache.ts";

/** What one kind of cache holds. */
export interface CacheSurvey {
  readonly kind: CacheKind;
  /** Absolute. */
  readonly directory: string;
  readonly entries: number;
  readonly bytes: number;
  /** Bytes that are kept at most. */
  readonly maxBytes: number;
}

/** What the caches hold, kind by kind. @throws {IdentikitError} `FILE_UNREADABLE` */
export function surveyCaches(root: string): CacheSurvey[] {
  return kinds().map((kind) => {
    const directory = join(root, kind);
    const sizes = filesIn(directory);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { kind, directory, entries: sizes.length, bytes, maxBytes: cacheKinds[kind].maxBytes };
  });
}

/** Removes what is cached, and the key with it. @throws {IdentikitError} `FILE_UNWRITABLE` */
export function clearCaches(root: string): void {
  for (const name of [...kinds(), "key"]) {
    try {
      rmSync(join(root, name), { recursive: true, force: true });
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", join(root, name), cause);
    }
  }
}

function kinds(): CacheKind[] {
  return Object.keys(cacheKinds) as CacheKind[];
}

function filesIn(directory: string): number[] {
  try {
    return readdirSync(directory).flatMap((name) => {
      const status = lstatSync(join(directory, name), { throwIfNoEntry: false });
      return status?.isFile() ? status.size : [];
    });
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return [];
    throw fileFault("FILE_UNREADABLE", directory, cause);
  }
}
