import { LedgerKey } from "./env.js";
import { reconcile, renderForInstance } from "./env-with-config-diff-smol-toml-sqlite.js";
import { noEvents } from "./events.js";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
// src/supervisor/run-env-directory.ts
var RunEnvDirectory = class RunEnvDirectory {
	path;
	#config;
	#settings;
	constructor(config, settings) {
		this.path = join(settings.envRoot, config.name);
		this.#config = config;
		this.#settings = settings;
	}
	static async render({ root, config, secrets, accessor, clock, signal }) {
		const settings = {
			envRoot: root,
			secrets,
			accessor,
			reason: "run",
			clock,
			signal,
			ledgerKeys: [new LedgerKey("attempt", randomBytes(32))],
			events: noEvents,
			sync: false
		};
		await renderForInstance({
			...config,
			...settings
		});
		return new RunEnvDirectory(config, settings);
	}
	async changes() {
		const { signal: _, ...settings } = this.#settings;
		const { findings } = await reconcile({
			...settings,
			agents: [this.#config]
		});
		return findings.map(({ code, path, problem }) => [
			code,
			path,
			...problem === void 0 ? [] : [problem]
		].join(": ").slice(0, 1e3));
	}
};
export { RunEnvDirectory };
