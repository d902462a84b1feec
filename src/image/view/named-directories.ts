const most = 1_000_000;

/** The directories that a layer has named so far. */
export class NamedDirectories {
  readonly #paths = new Set<string>();
  /** Most entries stand in the directory of the one before. */
  #last = "";

  add(path: string): void {
    // One that is not remembered counts as not named, which costs reading, and no more.
    if (this.#paths.size < most) this.#paths.add(path);
  }

  /** True for the root, too. */
  has(path: string): boolean {
    if (path === "" || path === this.#last) return true;
    if (!this.#paths.has(path)) return false;
    this.#last = path;
    return true;
  }
}
