import { posix } from "node:path";
import type { CopyStep, Owner, UnknownStep } from "./step.ts";

/** Where a file comes from, as far as the Dockerfile tells. */
export type Origin =
  | { readonly kind: "template"; readonly path: string }
  | { readonly kind: "written" }
  | { readonly kind: "context"; readonly path: string }
  | { readonly kind: "elsewhere" };

export interface Made {
  /** The line that put it there. */
  readonly line: number;
  /** Left out where it is the source's own. */
  readonly mode?: number;
  readonly owner: Owner;
}

export interface StageFile extends Made {
  readonly origin: Origin;
}

/** A step that can change anything at or below a path. */
export type UnknownChange = Pick<UnknownStep, "line" | "keyword" | "at" | "reason">;

/** True where one of two absolute paths is the other, or lies below it. */
export function overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

export function isWithin(path: string, directory: string): boolean {
  return directory === "/" || path === directory || path.startsWith(`${directory}/`);
}

/**
 * What the instructions of a stage have put where, by absolute path. What the base image brought is not known, and not held
 * here; what an instruction may have done is.
 */
export class StageFiles {
  readonly files: Map<string, StageFile>;
  readonly directories: Map<string, Made>;
  readonly unknowns: UnknownChange[];

  constructor(below?: StageFiles) {
    this.files = new Map(below?.files);
    this.directories = new Map(below?.directories);
    this.unknowns = [...(below?.unknowns ?? [])];
  }

  doubt(step: Pick<CopyStep, "line" | "keyword">, at: string, reason: string): void {
    const { line, keyword } = step;
    if (this.unknowns.some((one) => one.at === "/")) return;
    this.unknowns.push({ line, keyword, at, reason });
  }

  /** True where what stands at a path, or on the way to it, may be anything: a link that leads elsewhere, for one. */
  isUnclear(path: string): boolean {
    return this.unknowns.some(({ at }) => isWithin(path, at));
  }

  /** Puts a file, with the directories on the way to it, unless something else stands there. */
  put(path: string, file: StageFile, step: CopyStep): void {
    if (this.directories.has(path) || path === "/") {
      this.doubt(step, path, "a file is put where a directory is");
      return;
    }
    this.makeDirectory(posix.dirname(path), { ...file, mode: step.mode ?? 0o755 }, step);
    this.files.set(path, file);
  }

  /** Makes a directory and those above it that the Dockerfile has not made yet. */
  makeDirectory(path: string, made: Made, step: Pick<CopyStep, "line" | "keyword">): void {
    for (let at = path; at !== "/" && !this.directories.has(at); at = posix.dirname(at)) {
      if (this.files.has(at)) this.doubt(step, at, "a directory is put where a file is");
      const { line, mode, owner } = made;
      // The mode of what is copied is the source's; the way to it is made by the builder.
      this.directories.set(at, {
        line,
        owner,
        ...(mode === undefined && at !== path ? { mode: 0o755 } : mode === undefined ? {} : { mode }),
      });
    }
  }
}
