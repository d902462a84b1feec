import type { DatabaseKind } from "../schema/create-tables.ts";
import type { Session } from "./session.ts";

/**
 * What a transaction is for. `read`: one unchanging picture of everything. `write`: the queue and the access log. `claim`: who has
 * taken or finished an agent of the queue; a file is not waited for to reach the disk, since all that a loss of power takes back is
 * that the agent is due. `configure`: rows of configuration, by one writer at a time.
 */
export type TransactionKind = "read" | "write" | "claim" | "configure";

/** `read`: nothing is made or written, and no right to write is needed. */
export type DatabaseAccess = "read" | "write";

export interface EngineOptions {
  readonly access?: DatabaseAccess | undefined;
  /** Stops waiting for another writer. */
  readonly signal?: AbortSignal | undefined;
  /** How long a SQLite file that another program writes to is waited for. */
  readonly patienceMs?: number | undefined;
  /**
   * `current`: the schema is this program's, or one that it can go on with; a SQLite file and an empty server database are
   * brought there. `any`: it is left as it is, for who migrates or replaces it.
   */
  readonly schema?: "current" | "any" | undefined;
}

/** Opens the transactions of one kind of database. */
export interface Engine {
  readonly kind: DatabaseKind;
  /** @param open what is said before the work; it changes no row of the configuration, and may be said again on another connection */
  run<Result>(
    kind: TransactionKind,
    work: (session: Session) => Promise<Result>,
    open?: (session: Session) => Promise<void>,
  ): Promise<Result>;
  /** Calls back when a server says on a channel that something was committed, or may have while nobody listened. */
  listen(channel: string, told: () => void): AsyncDisposable;
  close(): Promise<void>;
}
