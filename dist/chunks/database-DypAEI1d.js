import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { a as unreachable, i as isServer, n as displayName, r as failed, t as checkLocation } from "./database-fault-CgW1AYZG.js";
/** The config database, its schema up to date. */
var ConfigDatabase = class {
	/** How messages call it: a path, or a server without credentials. */
	name;
	kind;
	signal;
	#engine;
	constructor(name, engine, signal) {
		this.name = name, this.kind = engine.kind, this.signal = signal, this.#engine = engine;
	}
	/**
	* Does some work in one transaction: kept when it returns, undone when it throws.
	* @throws {IdentikitError} `DATABASE_FAILED`, and whatever the work throws
	*/
	async transaction(kind, work) {
		this.signal?.throwIfAborted();
		try {
			return await this.#engine.run(kind, work);
		} catch (cause) {
			throw this.signal?.throwIfAborted(), isDatabaseError(cause) ? failed(this.name, cause) : cause;
		}
	}
	/** {@link transaction} of kind `read` for typed queries only. */
	read(work) {
		return this.transaction("read", (session) => work(session.query));
	}
	async [Symbol.asyncDispose]() {
		await this.#engine.close();
	}
};
/**
* Opens the config database and brings its schema up to date.
* @param location a path (made where it is missing), or a `postgres://` URL
* @throws {IdentikitError} `DATABASE_UNREACHABLE`, `DATABASE_TOO_NEW`
*/
async function openDatabase(location, options = {}) {
	checkLocation(location);
	let name = displayName(location), { openEngine } = isServer(location) ? await import("./postgres-engine-BoxKS7oi.js") : await import("./sqlite-engine-BNpM4gaG.js");
	try {
		return new ConfigDatabase(name, await openEngine(location, name, options.signal), options.signal);
	} catch (cause) {
		throw unreachable(name, cause);
	}
}
/** What SQLite, the PostgreSQL client and the network throw; everything else was thrown by the work itself. */
function isDatabaseError(cause) {
	if (!(cause instanceof Error) || cause instanceof IdentikitError) return !1;
	let { code, name } = cause;
	return name === "AbortError" || name === "RejectedRow" ? !1 : /^[0-9A-Z]{5}$|^ERR_SQLITE|^E[A-Z]+$/.test(code ?? "") || /Connection terminated|timeout exceeded|connection error|Client has encountered/i.test(cause.message);
}
export { openDatabase as t };
