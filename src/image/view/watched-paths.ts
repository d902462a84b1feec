import { splitPath } from "./path.ts";

/**
 * The paths of an image that somebody wants to know about; everything else in a layer is passed over.
 */
export class WatchedPaths {
  readonly #roots = new Set<string>();
  /** Places of links that lead to watched ones: what is below them is of no interest. */
  readonly #points = new Set<string>();
  readonly #above = new Set<string>([""]);

  constructor(paths: Iterable<string>) {
    for (const path of paths) this.add(path);
  }

  /** Adds a path; true where it was not covered yet. */
  add(path: string): boolean {
    if (this.covers(path)) return false;
    this.#roots.add(path);
    this.#addAbove(splitPath(path).parent);
    return true;
  }

  /** Adds a path without what is below it. */
  addPoint(path: string): void {
    this.#points.add(path);
    this.#addAbove(path);
  }

  /** The paths that were added without what is below them. */
  get points(): Iterable<string> {
    return this.#points;
  }

  /** All that was added, in an order of its own and in a form that tells it apart from anything else. */
  get key(): readonly string[] {
    return [...[...this.#roots].sort(), "", ...[...this.#points].sort()];
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

  /** The last directory on the way to a path that {@link concerns}, where that is not the root alone. */
  nearest(path: string): string | undefined {
    const first = path.indexOf("/");
    if (!this.concerns(first === -1 ? path : path.slice(0, first))) return undefined;
    let found = path;
    while (found !== "" && !this.concerns(found)) found = splitPath(found).parent;
    return found === "" ? undefined : found;
  }

  /** True for what leads to a watched path, or is one, or is below the place of a link that leads to one. */
  leadsTo(path: string): boolean {
    return this.concerns(path) || this.isBelowPoint(path);
  }

  /** True below the place of a link, which may lead to a watched path. */
  isBelowPoint(path: string): boolean {
    for (let at = path; at !== ""; at = splitPath(at).parent) if (this.#points.has(at)) return true;
    return false;
  }

  #addAbove(path: string): void {
    for (let at = path; !this.#above.has(at); at = splitPath(at).parent) this.#above.add(at);
  }
}
