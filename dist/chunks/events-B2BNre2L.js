import "./rolldown-runtime-DqgWs3Hx.js";
import { t as fileFault } from "./file-fault-D9frYiGs.js";
import { closeSync, constants, openSync, writeSync } from "node:fs";
/** For runs that nobody watches. */
const noEvents = { emit: () => {} };
/** Gives each event to all of several sinks. */
function toAll(...sinks) {
	return { emit: (event) => {
		for (let sink of sinks) sink.emit(event);
	} };
}
/**
* Appends events to a file as JSON lines. Each line is one write to a file opened for appending, so that lines of
* several processes do not mix.
*/
var EventFile = class {
	#descriptor;
	#path;
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	constructor(path) {
		let { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
		this.#path = path;
		try {
			this.#descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 420);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", path, cause);
		}
	}
	/** @throws {IdentikitError} `FILE_UNWRITABLE` */
	emit(event) {
		try {
			writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
		} catch (cause) {
			throw fileFault("FILE_UNWRITABLE", this.#path, cause);
		}
	}
	[Symbol.dispose]() {
		closeSync(this.#descriptor);
	}
};
export { noEvents as n, toAll as r, EventFile as t };
