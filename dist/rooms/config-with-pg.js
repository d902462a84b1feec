import { esm_default } from "../vendor/pg.js";
import { pause } from "./fault.js";
import { isRestarting, isStarting, takeLimits } from "./config.js";
// src/config/postgres/server.ts
const bigint = 20;
/** A server and the connections to it. */
var Server = class Server {
	limits;
	#pool;
	#openAlone;
	#signal;
	/** The connections that were given out before, and since when. */
	#used = new WeakMap();
	/** Counts the times that a connection was found dead. */
	#deaths = 0;
	#wasThere = false;
	constructor(pool, limits, openAlone, signal) {
		this.#pool = pool;
		this.limits = limits;
		this.#openAlone = openAlone;
		this.#signal = signal;
	}
	/**
	* @param signal stops waiting for a server that takes a connection and does not answer
	* @throws {IdentikitError} `DATABASE_UNREACHABLE` for a limit in the URL that is malformed
	*/
	static async of(location, signal) {
		const { url, limits } = takeLimits(location);
		const config = {
			connectionString: url,
			connectionTimeoutMillis: limits.connect,
			keepAlive: limits.keepAlive !== void 0,
			keepAliveInitialDelayMillis: limits.keepAlive ?? 0,
			types: { getTypeParser: ((type, format) => type === bigint ? Number : esm_default.types.getTypeParser(type, format)) },
			application_name: "identikit"
		};
		/** A client whose wait for the server's first answer ends with the signal. */
		class StoppableClient extends esm_default.Client {
			constructor(given) {
				super(given);
				const { connection } = this;
				const giveUp = () => connection.stream.destroy();
				signal?.addEventListener("abort", giveUp, { once: true });
				this.once("connect", () => signal?.removeEventListener("abort", giveUp));
				this.once("end", () => signal?.removeEventListener("abort", giveUp));
			}
		}
		const pool = new esm_default.Pool({
			...config,
			max: 10,
			Client: StoppableClient
		});
		pool.on("error", () => {});
		pool.on("connect", (client) => client.on("error", () => {}));
		return new Server(pool, limits, () => {
			const client = new esm_default.Client(config);
			client.on("error", () => {});
			return client;
		}, signal);
	}
	/**
	* A connection, and whether it is a new one: any other may have died since it was used. A server that was there before and restarts
	* is waited for as long as a connection may take.
	*/
	async connect() {
		const patience = this.limits.connect === 0 ? void 0 : AbortSignal.timeout(this.limits.connect);
		for (;;) {
			try {
				const { client, isNew } = await this.#trusted();
				this.#wasThere = true;
				return {
					client,
					isNew
				};
			} catch (cause) {
				if (!(isStarting(cause) || this.#wasThere && isRestarting(cause)) || patience?.aborted) throw cause;
			}
			await pause(pauseMs, this.#signal);
		}
	}
	/** Takes it that what killed one connection killed all that are idle now. */
	distrustIdle() {
		this.#deaths++;
	}
	async #trusted() {
		for (;;) {
			const client = await this.#pool.connect();
			const since = this.#used.get(client);
			if (since === void 0 || since === this.#deaths) {
				this.#used.set(client, this.#deaths);
				return {
					client,
					isNew: since === void 0
				};
			}
			client.release(true);
		}
	}
	/** A connection beside the pool's, which may all be waiting; not yet connected. */
	openAlone() {
		return this.#openAlone();
	}
	async [Symbol.asyncDispose]() {
		await this.#pool.end();
	}
};
const pauseMs = 100;
export { Server };
