import { IdentityExpected, bakedTree, destinationPath, formatPlatform, readImage, selectIdentity } from "./image.js";
import { IdentikitError } from "../start/faces.js";
import { viewContents, viewDirectory } from "./image-with-zlib.js";
import { shownDifference } from "./secret-with-diff.js";
import { compareTree, differenceFinding, digestOf } from "./tree.js";
import { extraDirectories, unreadable, writableByGroup } from "./gate.js";
import { refuseVolumes } from "./gate-with-image.js";
// src/gate/image-side.ts
const notAboutTheImage = new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE",
	"REFERENCE_INVALID"
]);
const mostShown = 20;
const root = {
	uid: 0,
	gid: 0
};
async function checkImage(identity, side) {
	const { source, selector, platforms, subject } = side;
	const findings = [];
	try {
		const { images, index } = await readImage(new IdentityExpected(source), await selector, platforms);
		for (const image of images) {
			const name = index ? `${subject} (${formatPlatform(image.platform)})` : subject;
			findings.push(...await checkPlatform(identity, image, side, name));
		}
	} catch (fault) {
		findings.push(unverified(fault, side, subject));
	}
	return findings;
}
async function checkPlatform(identity, image, side, subject) {
	try {
		refuseVolumes(image.config, side.destination, subject);
		const { entries, locked } = await viewDirectory(side.source, image, side.destination, side);
		const expected = bakedTree(identity);
		const differences = compareTree(expected, entries, { owner: root });
		const contents = await changedContents(differences, image, side);
		return [
			...differences.map((difference) => ({
				...differenceFinding(difference, remedyFor(difference.code, difference.path), subject),
				...difference.code === "FILE_CHANGED" && shownDifference(expected.get(difference.path)?.bytes, contents.get(difference.path))
			})),
			...locked ? [unreadable(locked, subject)] : [],
			...writableByGroup(expected, entries, subject),
			...extraDirectories(expected, entries, subject)
		];
	} catch (fault) {
		return [unverified(fault, side, subject)];
	}
}
async function changedContents(differences, image, side) {
	const shown = differences.filter(({ code, path }) => code === "FILE_CHANGED" && path !== "IMAGE_BAKED_IDENTITY_PRESENT").slice(0, mostShown);
	if (shown.length === 0) return new Map();
	const placeOf = (path) => `${side.destination}/${path}`;
	try {
		const places = shown.map(({ path }) => placeOf(path));
		const contents = await viewContents(side.source, image, places, side);
		return new Map(shown.flatMap(({ path, actual }) => {
			const bytes = contents.get(placeOf(path));
			return bytes && digestOf(bytes) === actual ? [[path, bytes]] : [];
		}));
	} catch (fault) {
		if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
		return new Map();
	}
}
function remedyFor(code, path) {
	if (path === "IMAGE_BAKED_IDENTITY_PRESENT") return "Bake the image again; the marker is written by the bake and by nothing else.";
	switch (code) {
		case "FILE_EXTRA": return "Bake the image again; if the file belongs to the identity, add it to the template first.";
		case "FILE_MODE":
		case "FILE_OWNER":
		case "FILE_ATTRIBUTE":
		case "FILE_TYPE": return "Bake the image again, and take out what changes the destination after the identity is copied.";
		default: return "Bake the image again from the template as it is now.";
	}
}
function unverified(fault, side, subject) {
	if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
	return {
		code: fault.code,
		severity: "unverified",
		path: `/${side.destination}`,
		expected: null,
		actual: fault.message,
		remedy: fault.remedy,
		subject
	};
}
// src/gate/gate.ts
function gateFor(options) {
	const identity = selectIdentity(options.template, "the template", options.required, options.profile);
	const destination = destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/");
	const { signal, index } = options;
	return ({ source, selector, platforms = [], subject }) => checkImage(identity, {
		source,
		selector,
		platforms,
		destination,
		subject,
		index,
		...signal ? { signal } : {}
	});
}
export { gateFor };
