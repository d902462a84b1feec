import { IdentikitError } from "../start/faces.js";
import { defaultRequiredFiles, markerName } from "./image.js";
import { AnchoredDirectory, readFileIn } from "./tree.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/boot/baked-identity.ts
const markerLine = /echo "([^"]+)"/.exec("#!/bin/sh\necho \"identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template\" >&2\n")?.[1] ?? "";
const maxBytes = 8388608;
function bakedProblem({ destination, template, required }) {
	if (!existsSync(destination)) return `the image has no ${destination}`;
	using directory = AnchoredDirectory.open(destination);
	const marker = readFileIn(directory, markerName, maxBytes);
	if (!marker) return `${destination} has no ${markerName}`;
	if (!marker.bytes.equals(Buffer.from("#!/bin/sh\necho \"identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template\" >&2\n"))) return `${join(destination, markerName)} is not the marker`;
	const lacking = (required ?? (template === "platform-agent" ? defaultRequiredFiles : ["config.yaml"])).filter((path) => !hasContent(directory, path));
	return lacking.length === 0 ? void 0 : `${destination} lacks ${lacking.join(", ")}`;
}
function hasContent(root, path) {
	const [first = "", ...rest] = path.split("/");
	if (rest.length === 0) return (readFileIn(root, first, maxBytes)?.bytes.length ?? 0) > 0;
	using below = root.enter(first);
	return below !== void 0 && hasContent(below, rest.join("/"));
}
function noIdentity(reasons) {
	throw new IdentikitError("IDENTITY_MISSING", `the agent has no identity to start with: ${reasons.join("; ")}`, { remedy: "Configure a template server or a token so that the template can be delivered, or start from an image with the identity baked in." });
}
export { bakedProblem, markerLine, noIdentity };
