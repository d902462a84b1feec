import { processId } from "./runtime.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { EngineLock } from "./containers-with-image.js";
import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
// src/containers/rebuild-lock.ts
var RebuildLock = class RebuildLock {
	#kernel;
	#engine;
	constructor(kernel, engine) {
		this.#kernel = kernel;
		this.#engine = engine;
	}
	static async acquire(engine, options) {
		const { agent, place, images, waitMs, signal } = options;
		const file = place.rebuildLockFile(agent);
		const waiting = {
			waitMs,
			...signal ? { signal } : {}
		};
		const kernel = await ExclusiveLock.acquire(file, {
			place: `the rebuild of agent ${agent}`,
			...waiting
		});
		try {
			const lock = {
				agent,
				images,
				holder: `process ${processId()} on ${hostname()}`,
				place: placeOf(file),
				...waiting
			};
			return new RebuildLock(kernel, await EngineLock.acquire(engine, lock));
		} catch (caught) {
			kernel[Symbol.dispose]();
			throw caught;
		}
	}
	assertHeld() {
		return this.#engine.assertHeld();
	}
	async [Symbol.asyncDispose]() {
		try {
			await this.#engine[Symbol.asyncDispose]();
		} finally {
			this.#kernel[Symbol.dispose]();
		}
	}
};
function placeOf(file) {
	const { dev, ino } = statSync(file, { bigint: true });
	return [
		bootId(),
		dev,
		ino
	].join(":");
}
function bootId() {
	try {
		return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
	} catch {
		return hostname();
	}
}
export { RebuildLock };
