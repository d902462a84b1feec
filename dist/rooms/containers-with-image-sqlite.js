import { processId } from "./runtime.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { EngineLock } from "./containers-with-image.js";
import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
// src/containers/rebuild-lock.ts
/**
* One rebuild of an agent at a time. Runs on one machine are kept apart by a lock of the kernel, which a dead run has
* given up; runs on several machines that drive one engine by a lock in the engine.
*/
var RebuildLock = class RebuildLock {
	#kernel;
	#engine;
	constructor(kernel, engine) {
		this.#kernel = kernel;
		this.#engine = engine;
	}
	/**
	* Waits for both locks and takes them.
	* @throws {IdentikitError} `LOCK_HELD`, with who holds it; `PATH_LINKED`, `FILE_UNWRITABLE`, `IMAGE_MISSING`,
	* `ENGINE_UNREACHABLE`, `ENGINE_FAILED`; what `signal` was aborted with
	*/
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
	/** As {@link EngineLock.assertHeld}. */
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
/** A file of one running kernel: two that are named the same are one, seen from containers, too. */
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
