import { invalid } from "../model.ts";

/**
 * A path of a layer's archive, relative to the root and without `.` and empty segments; `""` is the root.
 * @throws {IdentikitError} `IMAGE_INVALID` where it leads above the root; engines refuse such layers
 */
export function cleanPath(path: string, place: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined)
      throw invalid(place, `the entry ${JSON.stringify(path)} leads out of the image`);
  }
  return segments.join("/");
}

export function joinPath(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** The directory of a path and its last name. */
export function splitPath(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf("/");
  return { parent: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}

/** How many links the kernel follows in one path (`MAXSYMLINKS`). */
export const maxLinks = 40;

/**
 * The paths of an image that somebody wants to know about; everything else in a layer is passed over.
 */
export class WatchedPaths {
  readonly #roots = new Set<string>();
  readonly #above = new Set<string>([""]);

  constructor(paths: Iterable<string>) {
    for (const path of paths) this.add(path);
  }

  /** Adds a path; true where it was not covered yet. */
  add(path: string): boolean {
    if (this.covers(path)) return false;
    this.#roots.add(path);
    for (let { parent } = splitPath(path); !this.#above.has(parent); { parent } = splitPath(parent))
      this.#above.add(parent);
    return true;
  }

  /** The paths that were added, in an order of their own. */
  get roots(): readonly string[] {
    return [...this.#roots].sort();
  }

  /** True for a watched path and what is below one. */
  covers(path: string): boolean {
    if (this.#roots.has(path) || this.#roots.has("")) return true;
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      if (this.#roots.has(path.slice(0, slash))) return true;
    }
    return false;
  }

  /** True also for what is above a watched path: it decides how one gets there. */
  concerns(path: string): boolean {
    return this.#above.has(path) || this.covers(path);
  }
}
