import { ImagePlaces } from "./image-with-child_process-sqlite.js";
import { givenCredential, parseImageReference, parseStoredReference } from "./image.js";
import { networkOf } from "./commands-with-http.js";
import { TransferLines } from "./commands.js";
import { resolve } from "node:path";
// src/commands/places/images.ts
/** The places that one run reads images from and writes them to. */
function openPlaces(context, settings, options) {
	const { signal, clock, env, log, registryCredential: given } = context;
	const credentials = given && givenCredential(given.registry, given.username, given.password);
	const lines = new TransferLines(log);
	return new ImagePlaces({
		signal,
		clock,
		env,
		insecure: options.insecureRegistry,
		...networkOf(context, settings, options),
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
	const reference = parseImageReference(typed);
	return reference.kind === "scratch" ? reference : fromCwd(reference, context.cwd);
}
function fromCwd(reference, cwd) {
	if (reference.kind === "layout") return {
		...reference,
		directory: resolve(cwd, reference.directory)
	};
	return reference.kind === "archive" ? {
		...reference,
		file: resolve(cwd, reference.file)
	} : reference;
}
export { baseOf, openPlaces, placeOf };
