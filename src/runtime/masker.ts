/** Keeps registered values out of every line that a run prints. */
export class Masker {
  readonly #values = new Set<string>();

  /** Registers a value and each of its lines; very short lines would blot out innocent text and are left out. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim().length >= 4) this.#values.add(part);
  }

  /** The text with every registered value as `***`, the longest first, so that a prefix does not unveil the rest. */
  apply(text: string): string {
    let masked = text;
    for (const value of [...this.#values].sort((a, b) => b.length - a.length))
      masked = masked.replaceAll(value, "***");
    return masked;
  }
}
