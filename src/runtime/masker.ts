/** Keeps registered values out of every line that a run prints. */
export class Masker {
  readonly #values = new Set<string>();

  /** Registers a value and each of its lines; very short lines would blot out innocent text and are left out. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim().length >= 4) this.#values.add(part);
  }

  /** A value as it is printed as JSON: strings with registered values masked, keys as they are. */
  applyTo<Value>(value: Value): Value {
    return this.#copy(value) as Value;
  }

  #copy(value: unknown): unknown {
    if (typeof value === "string") return this.apply(value);
    if (Array.isArray(value)) return value.map((item) => this.#copy(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#copy(item)]));
  }

  /** The text with every registered value as `***`, the longest first, so that a prefix does not unveil the rest. */
  apply(text: string): string {
    let masked = text;
    for (const value of [...this.#values].sort((a, b) => b.length - a.length))
      masked = masked.replaceAll(value, "***");
    return masked;
  }
}
