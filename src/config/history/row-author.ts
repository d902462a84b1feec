import type { Session } from "../connection/session.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import { type HistoryBounds, pruneHistory } from "./prune-history.ts";

/** Who writes to the config database, for its history. */
export interface RowAuthor {
  /** A person or a job. */
  readonly who: string;
  /** The command, such as `config import`. */
  readonly command: string;
  /** How much of the history is kept: asked with each write, after which nothing is deleted where it has no answer. */
  readonly bounds?: () => HistoryBounds | undefined;
}

/**
 * Says whose a transaction is: what triggers record of its writes says so.
 * @param origin what it comes from, such as a bundle's digest
 */
export async function signWrite(
  { query, sql }: Session,
  kind: DatabaseKind,
  { who, command, origin }: RowAuthor & { readonly origin: string },
): Promise<void> {
  if (kind === "sqlite")
    await sql`UPDATE config_author SET entry = NULL, who = ${who}, command = ${command}, origin = ${origin}`.execute(
      query,
    );
  // Settings of this transaction, gone when it ends.
  else
    await sql`SELECT set_config('identikit.who', ${who}, true), set_config('identikit.command', ${command}, true),
      set_config('identikit.origin', ${origin}, true)`.execute(query);
}

/** Ends what {@link signWrite} began, and keeps the history within its bounds. */
export async function endWrite(session: Session, kind: DatabaseKind, author: RowAuthor): Promise<void> {
  const { query, sql } = session;
  if (kind === "sqlite")
    await sql`UPDATE config_author SET entry = NULL, who = NULL, command = NULL, origin = NULL`.execute(
      query,
    );
  const bounds = author.bounds?.();
  if (bounds) await pruneHistory(session, bounds);
}
