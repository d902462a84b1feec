import type { SecretReader, SecretUse } from "../secret/reader.ts";

/**
 * A secret reader that asks for each fingerprint once. A value that changes during the run is read as it then is;
 * the ledger keeps the old fingerprint with it, and the next render looks again.
 */
export class FingerprintCache implements SecretReader {
  readonly #inner: SecretReader;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(inner: SecretReader) {
    this.#inner = inner;
  }

  fingerprint(name: string): Promise<string | undefined> {
    const known = this.#known.get(name) ?? this.#inner.fingerprint(name);
    this.#known.set(name, known);
    return known;
  }

  read(name: string, use: SecretUse): Promise<string> {
    return this.#inner.read(name, use);
  }
}
