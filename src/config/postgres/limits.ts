import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";

/** How long a server is waited for, in milliseconds; 0 is without end. */
export interface ServerLimits {
  /** For a connection, and for an answer to the first word on one that was idle. */
  readonly connect: number;
  /** How long a connection is silent before the system asks whether the other side is there; `undefined`: it never does. */
  readonly keepAlive: number | undefined;
  /** For a lock that another transaction holds. */
  readonly lock: number;
  /** For one statement. */
  readonly statement: number;
  /** How long the server keeps the locks of a transaction whose client says nothing, such as one that was stopped. */
  readonly idleInTransaction: number;
}

/** What both a server's setting and a timer can hold. */
const longest = 2 ** 31 - 1;
const units: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/**
 * Takes the limits out of a server's URL, where they have the names of libpq and of the server's own settings: `connect_timeout`,
 * `keepalives`, `keepalives_idle` (in seconds), `lock_timeout`, `statement_timeout` and `idle_in_transaction_session_timeout` (in
 * milliseconds, or with a unit). They go to the server with each transaction: poolers refuse most of them when connecting.
 * @returns the URL without them
 * @throws {IdentikitError} `DATABASE_UNREACHABLE` for one that is malformed
 */
export function takeLimits(location: string): { readonly url: string; readonly limits: ServerLimits } {
  const [base = "", search = ""] = location.split("?", 2);
  const given = new URLSearchParams(search);
  const take = (name: string, unit: string, otherwise: number): number => {
    const text = given.get(name);
    given.delete(name);
    if (text === null) return otherwise;
    const [, digits, named] = /^(\d{1,9})(ms|s|min|h|)$/.exec(text.trim()) ?? [];
    if (digits === undefined) throw malformed(name);
    return Math.min(Number(digits) * certain(units[named || unit]), longest);
  };
  const keepAlives = take("keepalives", "", 1) !== 0;
  const idle = take("keepalives_idle", "s", 30_000);
  const limits = {
    connect: take("connect_timeout", "s", 10_000),
    keepAlive: keepAlives ? idle : undefined,
    lock: take("lock_timeout", "ms", 60_000),
    statement: take("statement_timeout", "ms", 300_000),
    idleInTransaction: take("idle_in_transaction_session_timeout", "ms", 300_000),
  };
  return { url: given.size === 0 ? base : `${base}?${given}`, limits };
}

function malformed(name: string): IdentikitError {
  return new IdentikitError("DATABASE_UNREACHABLE", `${name} in the database's URL is not a time`, {
    remedy: `Write a number, with a unit if you like: ${name}=30s.`,
  });
}

/** The statements that set the limits for one transaction. */
export function limitStatements({ lock, statement, idleInTransaction }: ServerLimits): string {
  return `SET LOCAL lock_timeout = ${lock}; SET LOCAL statement_timeout = ${statement}; SET LOCAL idle_in_transaction_session_timeout = ${idleInTransaction}`;
}
