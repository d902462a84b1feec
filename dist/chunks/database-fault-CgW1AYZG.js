import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, I as IdentikitError } from "./foundation-QtvXJkSz.js";
/**
* How a database is called in messages: the path, or host, port and name of a server; never a user or a password.
*/
function displayName(location) {
	if (!isServer(location)) return /^([a-z][a-z0-9+.-]*:)\/\//i.exec(location)?.[1] ?? location;
	try {
		let url = new URL(location.replace("@/", "@localhost/"));
		return `postgres://${decodeURIComponent(url.hostname) || url.searchParams.get("host") || "localhost"}${url.port === "" ? "" : `:${url.port}`}${url.pathname}`;
	} catch {
		return "postgres://(malformed URL)";
	}
}
/** True for the URL of a PostgreSQL server. */
function isServer(location) {
	return /^postgres(ql)?:\/\//i.test(location);
}
/**
* A URL of anything but PostgreSQL is no path, though a file could be called so, with the password in its name.
* @throws {IdentikitError} `DATABASE_UNREACHABLE`
*/
function checkLocation(location) {
	if (isServer(location) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return;
	let problem = `${displayName(location)} URLs are no config database: it is a SQLite file or a PostgreSQL server`;
	throw new IdentikitError("DATABASE_UNREACHABLE", problem, { remedy: "Give a path, or a URL that starts with postgres://." });
}
/** What could not be opened or reached. */
function unreachable(name, cause) {
	return cause instanceof IdentikitError ? cause : new IdentikitError("DATABASE_UNREACHABLE", `the config database ${name} could not be opened: ${reason(cause)}`, {
		remedy: "Check --database or DATABASE_URL, and that the server runs and lets this user in.",
		cause,
		retry: { kind: "later" }
	});
}
/** What went wrong while it was in use. The text of a server's error may quote a row, so only its kind is shown. */
function failed(name, cause) {
	return cause instanceof IdentikitError ? cause : new IdentikitError("DATABASE_FAILED", `the config database ${name} failed: ${reason(cause)}`, {
		remedy: "Nothing of this step was kept. Mend the cause (see --verbose) and run again.",
		cause,
		retry: { kind: "later" }
	});
}
function reason(cause) {
	let [first] = cause instanceof AggregateError ? cause.errors : [cause], message = first instanceof Error ? first.message : String(first);
	return visible(message.split("\n")[0]).replace(/\w+:\/\/\S+/g, "(URL)");
}
export { unreachable as a, isServer as i, displayName as n, failed as r, checkLocation as t };
