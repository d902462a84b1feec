import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { codeOf, sqliteCodeOf } from "../../fault/thrown.ts";
import { visible } from "../../fault/visible.ts";
import { isLockWait, LockWait } from "./lock-wait.ts";
import { UnknownOutcome } from "./unknown-outcome.ts";

/**
 * How a database is called in messages: the path, or host, port and name of a server; never a user or a password.
 */
export function displayName(location: string): string {
  if (!isServer(location)) return looksLikeUrl(location) ? schemeOf(location) : location;
  try {
    const url = new URL(location.replace("@/", "@localhost/"));
    const host = decodeURIComponent(url.hostname) || url.searchParams.get("host") || "localhost";
    return `postgres://${host}${url.port === "" ? "" : `:${url.port}`}${url.pathname}`;
  } catch {
    return "postgres://(malformed URL)";
  }
}

/** True for the URL of a PostgreSQL server. */
export function isServer(location: string): boolean {
  return /^postgres(ql)?:\/\//i.test(location);
}

/**
 * What looks like a URL and is not one of PostgreSQL is no path: a file or directory would be called so, with the password in
 * its name. A path that really is called like that is given with `./` before it.
 * @throws {IdentikitError} `DATABASE_UNREACHABLE`; nothing of the location is in the message but its scheme
 */
export function checkLocation(location: string): void {
  if (isServer(location) || !looksLikeUrl(location)) return;
  throw new IdentikitError(
    "DATABASE_UNREACHABLE",
    `the database's location (${schemeOf(location)}) is neither a path nor a URL of a PostgreSQL server`,
    { remedy: "Write postgres://user@host/name, or a path; start a path that has a colon with ./." },
  );
}

/** Nothing but the scheme: what follows may hold a password wherever the mistake is. */
function schemeOf(location: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(location)?.[0];
  return scheme === undefined ? "…" : `${scheme}:…`;
}

/** How PostgreSQL's own programs are told of a server, what a shell or a document puts around a URL, and a URL that was escaped. */
const partsOfUrl = /:\/\/|(?:^|[\s;])(?:host|hostaddr|port|user|password|dbname)\s*=|%3a|%40|%2f/i;

/**
 * `postgres:/u:p@h/d`, `postgresql:u@h`, `postgres//h`, `https://…`, `"postgres://…"`, `DATABASE_URL=postgres://…`, `//u:p@h/d`,
 * `host:5432/db`, `u:p@h/d`, `host=h password=p`, `u%3Ap%40h`.
 */
function looksLikeUrl(location: string): boolean {
  if (/^\.{1,2}\//.test(location)) return false;
  if (/^\/\/[^/]*@|^\/[^/]*:[^/]*@/.test(location) || partsOfUrl.test(location)) return true;
  if (location.startsWith("/")) return false;
  // A drive letter is no scheme.
  if (/^[a-z][a-z0-9+.-]+:/i.test(location)) return true;
  return /^\s*(?:jdbc:)?postgres/i.test(location) ? /[:/@]/.test(location) : /^[^/]*:[^/]*@/.test(location);
}

/** What could not be opened or reached, or is something else, or is damaged. */
export function unreachable(name: string, cause: unknown): IdentikitError {
  if (cause instanceof IdentikitError) return cause;
  const content = contentFault(name, cause);
  if (content) return content;
  if (isLockWait(cause)) return busy(name, cause);
  return new IdentikitError(
    "DATABASE_UNREACHABLE",
    `the config database ${name} could not be opened: ${reason(cause)}`,
    {
      remedy: "Check --database or DATABASE_URL, and that the server runs and lets this user in.",
      cause,
      retry: { kind: "later" },
    },
  );
}

/** What went wrong while it was in use. The text of a server's error may quote a row, so only its kind is shown. */
export function failed(name: string, cause: unknown): IdentikitError {
  if (cause instanceof IdentikitError) return cause;
  const content = contentFault(name, cause);
  if (content) return content;
  if (isLockWait(cause)) return busy(name, cause);
  if (cause instanceof UnknownOutcome) return unknownOutcome(name, cause);
  return new IdentikitError("DATABASE_FAILED", `the config database ${name} failed: ${reason(cause)}`, {
    remedy: "Nothing of this step was kept. Fix the cause (see --verbose) and run again.",
    cause,
    retry: { kind: "later" },
  });
}

/** A database of somebody else's: nothing of ours is put into it. */
export function foreign(name: string, what: string, cause?: unknown): IdentikitError {
  return new IdentikitError("DATABASE_FOREIGN", `${name} is not an Identikit database: ${what}`, {
    remedy: "Name the config database, or a path where there is nothing yet; this one was left as it is.",
    cause,
  });
}

/** SQLite's result codes (sqlite3.h) and PostgreSQL's error codes (appendix A of its manual) for what was read. */
const notADatabase = 26;
const corrupt = new Set<unknown>([11, "XX001", "XX002"]);

/** A fault of what the file or the server holds, rather than of reaching it. */
function contentFault(name: string, cause: unknown): IdentikitError | undefined {
  // The low byte is the result, the others say more of it.
  const result = sqliteCodeOf(cause) === 0 ? codeOf(cause) : sqliteCodeOf(cause) & 0xff;
  if (result === notADatabase) return foreign(name, "it is not an SQLite file", cause);
  if (!corrupt.has(result)) return undefined;
  return new IdentikitError("DATABASE_DAMAGED", `the config database ${name} is damaged: ${reason(cause)}`, {
    remedy: "Restore the last backup (identikit restore), and check the disk that it is on.",
    cause,
  });
}

/** Somebody else's transaction is in the way. */
function busy(name: string, cause: unknown): IdentikitError {
  const holder = cause instanceof LockWait ? cause.holder : undefined;
  const who = holder === undefined ? "another transaction holds a lock for too long" : `held by ${holder}`;
  return new IdentikitError("DATABASE_BUSY", `the config database ${name} is busy: ${visible(who)}`, {
    remedy: "Wait for that transaction to end, or end it, and run again; nothing of this step was kept.",
    cause,
    retry: { kind: "later" },
  });
}

function unknownOutcome(name: string, cause: unknown): IdentikitError {
  const problem = `the connection to the config database ${name} was lost while it committed: whether the change was kept is not known`;
  return new IdentikitError("DATABASE_OUTCOME_UNKNOWN", problem, {
    remedy: "Run the same again: what was kept is recognised, and not done twice.",
    cause,
    retry: { kind: "later" },
  });
}

function reason(cause: unknown): string {
  const [first] = cause instanceof AggregateError ? cause.errors : [cause];
  const message = first instanceof Error ? first.message : String(first);
  // node-postgres quotes no password, but a malformed URL would stand in Node's own message.
  return visible(certain(message.split("\n")[0])).replace(/\w+:\/\/\S+/g, "(URL)");
}
