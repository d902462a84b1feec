import { volumeIdentity } from "./template-with-sqlite-yaml.js";
import { bakedProblem, markerLine, noIdentity } from "./boot-with-image.js";
// src/boot/choose-identity.ts
function chooseIdentity({ name, volume, delivery, baked }) {
	const fromVolume = (line) => ({
		from: "volume",
		directory: volume,
		line
	});
	if (delivery.result !== "skipped") return fromVolume(`${name} starts with the identity on ${volume}, ${delivery.result} now`);
	if (delivery.code === "NO_TEMPLATE") return {
		from: "none",
		directory: "",
		line: `${name} has no template and starts with no identity`
	};
	const found = ownIdentity(volume, name);
	if (found.kind === "whole") return fromVolume(`${name} starts with the identity on ${volume}, ${told(found)}`);
	const problem = baked.template === name ? bakedProblem(baked) : `the image's identity is that of ${baked.template}, not of ${name}`;
	if (problem !== void 0) noIdentity([found.reason, problem]);
	return {
		from: "image",
		directory: baked.destination,
		line: `${found.reason}: ${markerLine}`
	};
}
function ownIdentity(volume, name) {
	const found = volumeIdentity(volume);
	if (found.kind === "none" || found.template === void 0 || found.template === name) return found;
	return {
		kind: "none",
		reason: `${volume} holds the template ${found.template}, not ${name}`
	};
}
function told({ template, commit }) {
	if (template === void 0) return "which Identikit did not deliver";
	return `delivered earlier${commit === null ? "" : ` at ${commit.slice(0, 12)}`}`;
}
export { chooseIdentity };
