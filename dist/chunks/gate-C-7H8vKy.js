import "./rolldown-runtime-DqgWs3Hx.js";
import { c as selectIdentity, i as destinationPath, t as bakedTree } from "./identity-Ddzfemv6.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as readImage } from "./image-DxFbhWcu.js";
import { n as formatPlatform } from "./platform-DQyzrjr3.js";
import { n as viewDirectory } from "./container-view-CadRaeyL.js";
import { n as differenceFinding, t as compareTree } from "./compare-DsY7ZTJ2.js";
/** Faults that say nothing about the image: they stop the gate instead of becoming a finding. */
const notAboutTheImage = /* @__PURE__ */ new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE",
	"REFERENCE_INVALID"
]), root = {
	uid: 0,
	gid: 0
};
/**
* Compares an image with the identity, platform by platform. What cannot be read is a finding of severity `unverified`
* with the fault's code; the other platforms are looked at all the same.
*/
async function checkImage(identity, side) {
	let { source, selector, platforms, subject } = side, findings = [];
	try {
		let { images, index } = await readImage(source, await selector, platforms);
		for (let image of images) {
			let name = index ? `${subject} (${formatPlatform(image.platform)})` : subject;
			findings.push(...await checkPlatform(identity, image, side, name));
		}
	} catch (fault) {
		findings.push(unverified(fault, side, subject));
	}
	return findings;
}
async function checkPlatform(identity, image, side, subject) {
	try {
		let { entries } = await viewDirectory(side.source, image, side.destination, side);
		return compareTree(bakedTree(identity), entries, { owner: root }).map((difference) => differenceFinding(difference, remedyFor(difference.code, difference.path), subject));
	} catch (fault) {
		return [unverified(fault, side, subject)];
	}
}
function remedyFor(code, path) {
	if (path === "IMAGE_BAKED_IDENTITY_PRESENT") return "Bake the image again; the marker is written by the bake and by nothing else.";
	switch (code) {
		case "FILE_EXTRA": return "Bake the image again; if the file belongs to the identity, add it to the template first.";
		case "FILE_MODE":
		case "FILE_OWNER":
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
/**
* The gate for one template: given an image, every difference between the identity in it, as a container would see it,
* and the template's.
* @throws {IdentikitError} `SSOT_MISSING` at once where the template is no source of truth
*/
function gateFor(options) {
	let identity = selectIdentity(options.template, "the template", options.required), destination = destinationPath(options.destination ?? "/opt/molecule-platform-agent-template/"), { signal, index } = options;
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
export { gateFor as t };
