import "./rolldown-runtime-DqgWs3Hx.js";
import { t as ImagePlaces } from "./places-BoXbrBnQ.js";
import { a as parseStoredReference, i as parseImageReference } from "./reference-CTn93rgt.js";
import { i as givenCredential } from "./credential-CqxfKYtr.js";
import { T as shortDigest } from "./foundation-QtvXJkSz.js";
import { resolve } from "node:path";
/** A line for each large blob that moves to or from a registry. */
var TransferLines = class {
	#log;
	#lines = /* @__PURE__ */ new Map();
	constructor(log) {
		this.#log = log;
	}
	show = (transfer) => {
		let { direction, digest, moved, size } = transfer;
		if (size < 1048576) return;
		let key = `${direction} ${digest}`, shown = this.#lines.get(key) ?? {
			line: this.#log.progress(titleOf(transfer)),
			last: transfer
		};
		this.#lines.set(key, shown), shown.last = transfer, shown.line.update(`${megabytes(moved)} of ${megabytes(size)} MB`), moved < size || (shown.line.done(`${direction === "up" ? "sent" : "read"} ${shortDigest(digest)}, ${megabytes(size)} MB`), this.#lines.delete(key));
	};
	/** Ends the lines of blobs that were not moved to their end: what was needed of them was found before, or they broke. */
	[Symbol.dispose]() {
		for (let { line, last } of this.#lines.values()) {
			let { digest, direction, moved, size } = last, verb = direction === "up" ? "sent" : "read";
			line.done(`${verb} ${megabytes(moved)} of ${megabytes(size)} MB of ${shortDigest(digest)}`);
		}
		this.#lines.clear();
	}
};
function titleOf({ direction, digest }) {
	return `${direction === "up" ? "send" : "read"} ${shortDigest(digest)}`;
}
function megabytes(bytes) {
	return (bytes / 1e6).toFixed(1);
}
/** The places that one run reads images from and writes them to. */
function openPlaces({ signal, clock, env, log, registryCredential: given }, { insecureRegistry: insecure }) {
	let credentials = given && givenCredential(given.registry, given.username, given.password), lines = new TransferLines(log);
	return new ImagePlaces({
		signal,
		clock,
		env,
		insecure,
		onProgress: lines.show,
		onClose: () => lines[Symbol.dispose](),
		...credentials ? { credentials } : {}
	});
}
/** The place of an image reference as a person typed it. */
function placeOf(context, typed) {
	return fromCwd(parseStoredReference(typed), context.cwd);
}
/** As {@link placeOf}, for a base, which may be `scratch`. */
function baseOf(context, typed) {
	let reference = parseImageReference(typed);
	return reference.kind === "scratch" ? reference : fromCwd(reference, context.cwd);
}
function fromCwd(reference, cwd) {
	return reference.kind === "layout" ? {
		...reference,
		directory: resolve(cwd, reference.directory)
	} : reference.kind === "archive" ? {
		...reference,
		file: resolve(cwd, reference.file)
	} : reference;
}
export { baseOf, openPlaces, placeOf };
