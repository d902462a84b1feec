import { setImmediate as nextTurn } from "node:timers/promises";
import type { SealedSecret } from "../../secret/sealed-secret.ts";
import type { ConfigDatabase } from "../database.ts";
import { loadSecrets } from "./secret-store.ts";

/**
 * Loads sealed secrets by name. Those that are asked for in the same turn are read together, as they are at one moment: an agent
 * names a dozen or two, and each transaction is a round trip or three to a server.
 */
export class SecretBatches {
  readonly #database: ConfigDatabase;
  #asked = new Set<string>();
  #reading: Promise<ReadonlyMap<string, SealedSecret>> | undefined;

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** The sealed value of a secret; `undefined` where there is none. @throws the faults of the database */
  async load(name: string): Promise<SealedSecret | undefined> {
    this.#asked.add(name);
    this.#reading ??= nextTurn().then(() => {
      const asked = this.#asked;
      this.#asked = new Set();
      this.#reading = undefined;
      return loadSecrets(this.#database, [...asked]);
    });
    return (await this.#reading).get(name);
  }
}
