/**
 * What the secret channel carries: bootstrap secrets, by the name of the file that each is to stand in. They never pass
 * through the asset channel: no function takes these and `TemplateAssets` alike, and nothing turns one into the other.
 * Printed or serialised, only the names show.
 */
export class ConfigFiles {
  readonly #contents: ReadonlyMap<string, Uint8Array>;

  constructor(contents: Iterable<readonly [name: string, content: Uint8Array]>) {
    this.#contents = new Map(contents);
  }

  /** The files' names, in the order in which they were given. */
  get names(): readonly string[] {
    return [...this.#contents.keys()];
  }

  /** One file's secret content; `undefined` where there is no such file. */
  reveal(name: string): Uint8Array | undefined {
    return this.#contents.get(name);
  }

  toJSON(): { readonly names: readonly string[] } {
    return { names: this.names };
  }
}
