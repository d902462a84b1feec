import { AnchoredDirectory, removeTreeIn } from "./tree.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { join } from "node:path";
// src/supervisor/attempt-place.ts
var AttemptPlace = class AttemptPlace {
	env;
	files;
	outbox;
	answers;
	home;
	blobs;
	#above;
	#name;
	#lock;
	constructor(root, name, lock) {
		this.#above = AnchoredDirectory.open(root);
		this.#name = name;
		this.#lock = lock;
		removeTreeIn(this.#above, name);
		const folder = join(root, name);
		const made = (child) => {
			const path = join(folder, child);
			AnchoredDirectory.make(path, 493)[Symbol.dispose]();
			return path;
		};
		this.env = made("env");
		this.files = made("files");
		this.outbox = made("outbox");
		this.answers = made("answers");
		this.home = made("home");
		this.blobs = join(folder, "blobs");
	}
	static async take(root, name) {
		AnchoredDirectory.make(root, 493)[Symbol.dispose]();
		const place = `the attempt ${name} on this machine`;
		const lock = await ExclusiveLock.acquire(join(root, `${name}.lock`), {
			place,
			waitMs: 0
		});
		try {
			return new AttemptPlace(root, name, lock);
		} catch (cause) {
			lock.remove();
			throw cause;
		}
	}
	get exchange() {
		return {
			outbox: this.outbox,
			answers: this.answers
		};
	}
	get requests() {
		return join(this.outbox, "requests.jsonl");
	}
	[Symbol.dispose]() {
		removeTreeIn(this.#above, this.#name);
		this.#above[Symbol.dispose]();
		this.#lock.remove();
	}
};
export { AttemptPlace };
