import { esm_default } from "../vendor/pg.js";
import { pause } from "./fault.js";
import { isRestarting, isStarting, takeLimits } from "./config.js";
import { Duplex } from "node:stream";
// src/config/postgres/server.ts
const bigint = 20;
var Server = class Server {
	limits;
	#pool;
	#openAlone;
	#signal;
	#used = new WeakMap();
	#deaths = 0;
	#wasThere = false;
	constructor(pool, limits, openAlone, signal) {
		this.#pool = pool;
		this.limits = limits;
		this.#openAlone = openAlone;
		this.#signal = signal;
	}
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
		class StoppableClient extends esm_default.Client {
			constructor(given) {
				super(given);
				const giveUp = () => streamOf(this)?.destroy();
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
	openAlone() {
		return this.#openAlone();
	}
	async [Symbol.asyncDispose]() {
		await this.#pool.end();
	}
};
const pauseMs = 100;
function streamOf(client) {
	const connection = Reflect.get(client, "connection");
	const stream = typeof connection === "object" && connection !== null ? Reflect.get(connection, "stream") : void 0;
	return stream instanceof Duplex ? stream : void 0;
}
export { Server };
