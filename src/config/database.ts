import type { Kysely } from "kysely";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { stopped } from "../fault/stopped.ts";
import { codeOf } from "../fault/thrown.ts";
import type { Keyring } from "../secret/keyring.ts";
import { checkLocation, displayName, failed, isServer, unreachable } from "./connection/database-fault.ts";
import type { DatabaseAccess, Engine, TransactionKind } from "./connection/engine.ts";
import { isLockWait } from "./connection/lock-wait.ts";
import { isLostConnection } from "./connection/lost-connection.ts";
import type { Session } from "./connection/session.ts";
import { UnknownOutcome } from "./connection/unknown-outcome.ts";
import { endWrite, type RowAuthor, signWrite } from "./history/row-author.ts";
import type { DatabaseKind } from "./schema/create-tables.ts";
import type { ConfigSchema } from "./schema/tables.ts";
import { configWriteLock } from "./schema/triggers-postgres.ts";

export interface OpenOptions {
  /**
   * `read` makes nothing: an SQLite file that is not there counts as a database without rows, and one that may not be written to can
   * be read. Default `write`.
   */
  readonly access?: DatabaseAccess;
  /** Stops waiting for another writer, and transactions between two steps. */
  readonly signal?: AbortSignal;
  /** How long a SQLite file that another program writes to is waited for. Default 60,000. A server's URL says so itself. */
  readonly patienceMs?: number;
  /** `any` leaves the schema as it is, for who migrates or replaces it. Default `current`. */
  readonly schema?: "current" | "any";
  /** Who writes, for the history; unnamed if left out. */
  readonly author?: RowAuthor | undefined;
  /** Finds the keys that chains of hashes are keyed with, when the first link is written; without them a chain has no key. */
  readonly chainKeys?: (() => Keyring | undefined) | undefined;
}

/** How configuration is written. */
export interface ConfigureOptions {
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean;
  /** What is written comes from there, such as a bundle's digest, for the history. */
  readonly origin?: string;
  /** Who writes, where that is not who opened the database. */
  readonly who?: string;
}

/** The config database, its schema one that this program can use. */
export class ConfigDatabase implements AsyncDisposable {
  /** How messages call it: a path, or a server without credentials. */
  readonly name: string;
  readonly kind: DatabaseKind;
  readonly signal: AbortSignal | undefined;
  readonly #engine: Engine;
  readonly #author: RowAuthor;
  readonly #chainKeys: () => Keyring | undefined;
  #keyring: { readonly found: Keyring | undefined } | undefined;

  constructor(
    name: string,
    engine: Engine,
    { signal, author, chainKeys }: Pick<OpenOptions, "signal" | "author" | "chainKeys"> = {},
  ) {
    this.name = name;
    this.kind = engine.kind;
    this.signal = signal;
    this.#engine = engine;
    this.#author = author ?? { who: "", command: "" };
    this.#chainKeys = chainKeys ?? (() => undefined);
  }

  /**
   * The keys of whoever writes here, for the links of chains.
   * @throws {IdentikitError} `KEYRING_INVALID`
   */
  chainKeys(): Keyring | undefined {
    this.#keyring ??= { found: this.#chainKeys() };
    return this.#keyring.found;
  }

  /**
   * Does some work in one transaction: kept when it returns, undone when it throws.
   * @throws {IdentikitError} `DATABASE_FAILED`, `DATABASE_BUSY`, `DATABASE_OUTCOME_UNKNOWN`, and whatever the work throws
   */
  async transaction<Result>(
    kind: TransactionKind,
    work: (session: Session) => Promise<Result>,
    { origin = "", who = this.#author.who }: Pick<ConfigureOptions, "origin" | "who"> = {},
  ): Promise<Result> {
    this.signal?.throwIfAborted();
    const author = { ...this.#author, who, origin };
    try {
      if (kind !== "configure") return await this.#engine.run(kind, work);
      return await this.#engine.run(
        kind,
        async (session) => {
          const result = await work(session);
          await endWrite(session, this.kind, author);
          return result;
        },
        (session) => signWrite(session, this.kind, author),
      );
    } catch (cause) {
      this.signal?.throwIfAborted();
      throw isDatabaseError(cause) ? failed(this.name, cause) : cause;
    }
  }

  /**
   * {@link transaction} of kind `configure`; as a dry run it does the same work under the same locks, and undoes it.
   * @throws {IdentikitError} as {@link transaction}
   */
  async configure<Result>(
    { dryRun = false, ...said }: ConfigureOptions,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    if (!dryRun) return await this.transaction("configure", work, said);
    const done: { readonly result: Result }[] = [];
    try {
      return await this.transaction(
        "configure",
        async (session) => {
          done.push({ result: await work(session) });
          throw new Rehearsed();
        },
        said,
      );
    } catch (caught) {
      if (caught instanceof Rehearsed) return certain(done[0]).result;
      throw caught;
    }
  }

  /**
   * Lets a transaction of kind `write` write rows of configuration from here on, one writer at a time, as kind `configure` does.
   * @returns what has to be done when they are written
   */
  async beginConfigure(session: Session, origin = ""): Promise<() => Promise<void>> {
    const author = { ...this.#author, origin };
    await session.bulk.beginEpoch();
    // Before the lock: the other writers do not wait for it, too.
    await signWrite(session, this.kind, author);
    if (this.kind === "postgres")
      await session.sql`SELECT ${session.sql.raw(configWriteLock)}`.execute(session.query);
    return () => endWrite(session, this.kind, author);
  }

  /**
   * Calls back whenever a server says on a channel that something was committed, or may have; never for a file, which says nothing.
   * @returns what ends it
   */
  listen(channel: string, told: () => void): AsyncDisposable {
    return this.#engine.listen(channel, told);
  }

  /**
   * {@link transaction} of kind `read` for typed queries only.
   * @param work reads and does nothing else: where the connection is lost in the middle of it, it is done again from the beginning
   */
  async read<Result>(work: (query: Kysely<ConfigSchema>) => Promise<Result>): Promise<Result> {
    const once = () => this.transaction("read", (session) => work(session.query));
    try {
      return await once();
    } catch (caught) {
      if (!(caught instanceof IdentikitError && isLostConnection(caught.cause))) throw caught;
      return await once();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine.close();
  }
}

/**
 * Opens the config database. A SQLite file is migrated where its schema is older, after a copy beside it; a server's database is made
 * where it is empty, and never migrated by the way.
 * @param location a path (made where it is missing), or a `postgres://` URL
 * @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_TOO_NEW`, `DATABASE_TOO_OLD`, `MIGRATION_REFUSED`
 */
export async function openDatabase(location: string, options: OpenOptions = {}): Promise<ConfigDatabase> {
  checkLocation(location);
  const name = displayName(location);
  // Node's SQLite is for files only, the client of PostgreSQL for URLs only.
  const openEngine = isServer(location)
    ? (await import("./postgres/postgres-engine.ts")).openPostgres
    : (await import("./sqlite/sqlite-engine.ts")).openSqlite;
  try {
    return new ConfigDatabase(name, await openEngine(location, name, options), options);
  } catch (cause) {
    throw options.signal?.aborted ? stopped(options.signal) : unreachable(name, cause);
  }
}

/** Ends the transaction of a dry run, whose work is thereby undone. */
class Rehearsed extends Error {}

/** What SQLite, the PostgreSQL client and the network throw; everything else was thrown by the work itself. */
function isDatabaseError(cause: unknown): boolean {
  if (!(cause instanceof Error) || cause instanceof IdentikitError) return false;
  const { name } = cause;
  if (name === "AbortError" || name === "RejectedRow") return false;
  if (isLockWait(cause) || isLostConnection(cause) || cause instanceof UnknownOutcome) return true;
  return (
    /^[0-9A-Z]{5}$|^ERR_SQLITE|^E[A-Z]+$/.test(codeOf(cause) ?? "") || /timeout exceeded/i.test(cause.message)
  );
}
