import { createHmac, randomBytes } from "node:crypto";
import { MissingSecretError } from "../secret/missing-secret-error.ts";
import type { SecretReader, SecretUse } from "../secret/reader.ts";

/**
 * The secrets of one ticket, once they are opened. Their access was written to the log of the database when they were sealed, so nothing is
 * written here.
 */
export class TicketSecrets implements SecretReader {
  readonly #values: ReadonlyMap<string, string>;
  readonly #key = randomBytes(32);

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(values));
  }

  async fingerprint(name: string): Promise<string | undefined> {
    const value = this.#values.get(name);
    // Keyed, so that what stands in a file of the run says nothing of the value.
    return value === undefined
      ? undefined
      : createHmac("sha256", this.#key).update(value).digest("base64url");
  }

  async read(name: string, { agent }: SecretUse): Promise<string> {
    const value = this.#values.get(name);
    if (value === undefined) throw new MissingSecretError(name, `agent ${agent}`);
    return value;
  }

  snapshot(): SecretReader {
    return this;
  }
}
