import type { DatabaseKind } from "./schema/create-tables.ts";
import type { Session } from "./session.ts";

/**
 * What a transaction is for. `read`: one unchanging picture of everything. `write`: the queue and the access log. `configure`:
 * rows of configuration, by one writer at a time.
 */
export type TransactionKind = "read" | "write" | "configure";

/** Opens the transactions of one kind of database. */
export interface Engine {
  readonly kind: DatabaseKind;
  run<Result>(kind: TransactionKind, work: (session: Session) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
