import { IdentikitError } from "../../fault/error.ts";
import type { BaseEntry } from "./base-tree.ts";

/** What is looked at, at most. */
export interface CompareBounds {
  /** Entries of the directory, folders among them; what is ignored is not entered. */
  readonly entries: number;
  /** Files that differ. */
  readonly files: number;
  /** Bytes of the files that differ, together. */
  readonly bytes: number;
}

export const usualBounds: CompareBounds = { entries: 1_000_000, files: 20_000, bytes: 256 * 1024 * 1024 };

/** One path at which the directory and the base differ. */
export interface FoundChange {
  readonly path: string;
  /** What the base has there. */
  readonly base?: BaseEntry;
  /** What was made of the file that is there now; left out where there is none. */
  readonly taken?: string;
}

/** Something that is in the directory and cannot be in a patch. */
export interface RefusedEntry {
  readonly path: string;
  readonly reason: string;
}

/** What came of a comparison, within bounds; in no order. */
export class Comparison {
  readonly changes: FoundChange[] = [];
  readonly refused: RefusedEntry[] = [];
  readonly bounds: CompareBounds;
  /** How many entries were left out because of rules of the base. */
  ignored = 0;
  #entries = 0;
  #bytes = 0;
  #changedAt: bigint | undefined;

  constructor(bounds: CompareBounds) {
    this.bounds = bounds;
  }

  /** When something that differs was written last, as the file system has it, in milliseconds. */
  get changedAt(): number | undefined {
    return this.#changedAt === undefined ? undefined : Number(this.#changedAt / 1_000_000n);
  }

  /** @throws {IdentikitError} `HARVEST_TOO_LARGE`, as the others do */
  addEntry(): void {
    if (++this.#entries > this.bounds.entries)
      throw harvestTooLarge(`it has more than ${this.bounds.entries} entries`);
  }

  addBytes(length: number, mtimeNs: bigint): void {
    this.#bytes += length;
    if (this.#bytes > this.bounds.bytes) throw harvestTooLarge(`more than ${this.bounds.bytes} bytes differ`);
    if (this.#changedAt === undefined || mtimeNs > this.#changedAt) this.#changedAt = mtimeNs;
  }

  change(change: FoundChange): void {
    if (hasControl(change.path)) {
      this.refuse(change.path, "its path has a control character");
      return;
    }
    if (this.changes.length >= this.bounds.files)
      throw harvestTooLarge(`more than ${this.bounds.files} files differ`);
    this.changes.push(change);
  }

  refuse(path: string, reason: string): void {
    if (this.refused.length >= this.bounds.files)
      throw harvestTooLarge(`more than ${this.bounds.files} entries cannot be in a patch`);
    this.refused.push({ path, reason });
  }
}

export function harvestTooLarge(problem: string): IdentikitError {
  return new IdentikitError("HARVEST_TOO_LARGE", `the workspace cannot be harvested: ${problem}`, {
    remedy: "Have build output ignored by the repository's .gitignore, or split the work.",
  });
}

/** Whether a path has a character that no line of a list can show. */
export function hasControl(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(path);
}
