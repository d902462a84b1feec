import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";

/**
 * How a database is called in messages: the path, or host, port and name of a server; never a user or a password.
 */
export function displayName(location: string): string {
  if (!isServer(location)) return /^([a-z][a-z0-9+.-]*:)\/\//i.exec(location)?.[1] ?? location;
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
 * A URL of anything but PostgreSQL is no path, though a file could be called so, with the password in its name.
 * @throws {IdentikitError} `DATABASE_UNREACHABLE`
 */
export function checkLocation(location: string): void {
  if (isServer(location) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return;
  const problem = `${displayName(location)} URLs are no config database: it is a SQLite file or a PostgreSQL server`;
  throw new IdentikitError("DATABASE_UNREACHABLE", problem, {
    remedy: "Give a path, or a URL that starts with postgres://.",
  });
}

/** What could not be opened or reached. */
export function unreachable(name: string, cause: unknown): IdentikitError {
  if (cause instanceof IdentikitError) return cause;
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
  return new IdentikitError("DATABASE_FAILED", `the config database ${name} failed: ${reason(cause)}`, {
    remedy: "Nothing of this step was kept. Mend the cause (see --verbose) and run again.",
    cause,
    retry: { kind: "later" },
  });
}

function reason(cause: unknown): string {
  const [first] = cause instanceof AggregateError ? cause.errors : [cause];
  const message = first instanceof Error ? first.message : String(first);
  // node-postgres quotes no password, but a malformed URL would stand in Node's own message.
  return visible(message.split("\n")[0] as string).replace(/\w+:\/\/\S+/g, "(URL)");
}
