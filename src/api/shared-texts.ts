/** What is sent of an object to several who are told of it, encoded once: they share the object, and nobody changes it. */
export class SharedTexts {
  readonly #made = new WeakMap<object, Map<string, Uint8Array>>();

  /** @param form names the text among those that are made of the object */
  of(object: object, form: string, make: () => string): Uint8Array {
    const there = this.#made.get(object) ?? new Map<string, Uint8Array>();
    if (there.size === 0) this.#made.set(object, there);
    const made = there.get(form) ?? Buffer.from(make());
    there.set(form, made);
    return made;
  }
}
