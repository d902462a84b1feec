import { IdentikitError } from "../start/faces.js";
import { formatImageReference, givenCredential, parseImageReference, parseStoredReference } from "./image.js";
import { LayoutStore } from "./image-with-sqlite.js";
import { ImagePlaces } from "./image-with-child_process-sqlite.js";
import { workPath } from "./project.js";
import { TransferLines, count } from "./commands.js";
import { filled } from "./commands-with-image-template.js";
import { networkOf } from "./commands-with-http.js";
import { resolve } from "node:path";
// src/commands/places/images.ts
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
function placeOf(context, typed) {
	return fromCwd(parseStoredReference(typed), context.cwd);
}
function baseNamed({ image }, named, template) {
	return filled(named ?? image.base ?? "scratch", template);
}
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
// src/commands/places/published.ts
const changes = {
	FILE_MISSING: "added",
	FILE_EXTRA: "removed"
};
const notOfTheImage = new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE",
	"REFERENCE_INVALID"
]);
async function comparePublished(context, places, of) {
	const sides = [];
	for (const image of of.published) sides.push(await compareOne(context, places, {
		...of,
		image
	}));
	return {
		pending: sides.flatMap(({ pending }) => pending),
		facts: sides.flatMap(({ facts }) => facts),
		findings: sides.flatMap(({ findings }) => findings)
	};
}
async function compareOne(context, places, { image, check, files, platforms }) {
	const label = "published";
	try {
		const place = await places.open(placeOf(context, image));
		const { digest } = await place.store.manifest(await place.select());
		const selector = {
			kind: "digest",
			digest
		};
		const found = await check({
			source: place.store,
			selector,
			platforms,
			subject: image
		});
		const unread = found.find(({ severity }) => severity === "unverified");
		if (unread) return unknown(image, unread.code, unread.actual ?? unread.path);
		const pending = [...new Map(found.flatMap(({ code, path, severity }) => severity === "error" ? [[path, changeOf(code)]] : []))].map(([name, change]) => ({
			kind: "file",
			name,
			change,
			place: image
		}));
		return {
			pending,
			facts: [{
				label,
				value: `${image} is ${digest}: ${pending.length === 0 ? "the same identity" : `${count(pending.length, "file")} will change`}`
			}],
			findings: []
		};
	} catch (caught) {
		if (!(caught instanceof IdentikitError) || notOfTheImage.has(caught.code)) throw caught;
		if (caught.code !== "IMAGE_MISSING") return unknown(image, caught.code, caught.message);
		return {
			pending: files.map((name) => ({
				kind: "file",
				name,
				change: "added",
				place: image
			})),
			facts: [{
				label,
				value: `${image} is not there yet: first use`
			}],
			findings: []
		};
	}
}
function changeOf(code) {
	return code === "FILE_MISSING" || code === "FILE_EXTRA" ? changes[code] : "changed";
}
function unknown(image, code, reason) {
	return {
		pending: [],
		facts: [{
			label: "published",
			value: `${image} could not be compared`
		}],
		findings: [{
			code,
			severity: "warning",
			path: image,
			expected: null,
			actual: reason,
			problem: `what will change in it is not known: ${reason}`,
			remedy: "Give the job access to the published image; nothing is blocked by this."
		}]
	};
}
// src/commands/places/traced-images.ts
function tracedImages(context, project, { given, asked }) {
	const own = ["images", "published"].flatMap((name) => {
		const directory = workPath(project, name);
		return new LayoutStore(directory, context.signal).names().map((tag) => ({
			reference: formatImageReference({
				kind: "layout",
				directory,
				tag
			}),
			namedBy: `the layout .identikit/${name}`
		}));
	});
	const named = given.map((each) => ({
		reference: formatImageReference(placeOf(context, each)),
		namedBy: "--image"
	}));
	const known = new Set([...own, ...named].map(({ reference }) => reference));
	if (asked === void 0 || known.has(asked)) return [...own, ...named];
	return [
		...own,
		...named,
		{
			reference: asked,
			namedBy: "the command line"
		}
	];
}
function imageReferenceIn(context, what) {
	if (!/^(docker:\/\/|oci:|docker-archive:|docker-daemon:)/.test(what) && !/.\/.*@sha256:[0-9a-f]{64}$/.test(what)) return void 0;
	return formatImageReference(placeOf(context, what));
}
export { baseNamed, baseOf, comparePublished, imageReferenceIn, openPlaces, placeOf, tracedImages };
