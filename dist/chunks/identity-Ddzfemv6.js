import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as FileTree } from "./file-tree-CsgLrUn3.js";
import { n as checkPath } from "./path-BaLveIPn.js";
/** Where the identity stands in the image, unless the configuration says otherwise. */
const defaultDestination = "/opt/molecule-platform-agent-template/", defaultRequiredFiles = [
	"config.yaml",
	"mcp_servers.yaml",
	"prompts/concierge.md"
], markerName = "IMAGE_BAKED_IDENTITY_PRESENT", markerScript = "#!/bin/sh\necho \"identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template\" >&2\n";
/** True for what is baked into the image: `config.yaml`, `mcp_servers.yaml`, `prompts/**`, and nothing else. */
function isIdentityPath(path) {
	return path === "config.yaml" || path === "mcp_servers.yaml" || path.startsWith("prompts/");
}
/**
* The identity that a template's tree holds.
* @param owner what the tree was read from, for messages
* @param required files that must be there with content
* @throws {IdentikitError} `SSOT_MISSING` that names every file that is missing or empty
*/
function selectIdentity(template, owner, required = defaultRequiredFiles) {
	let lacking = required.flatMap((path) => {
		let file = template.get(path);
		return file === void 0 ? `${path} is missing` : file.bytes.every(isBlank) ? `${path} is empty` : [];
	});
	if (lacking.length > 0) throw new IdentikitError("SSOT_MISSING", `${owner} is no source of truth: ${lacking.join(", ")}`, { remedy: "Fetch the template again, or name the directory that holds it with --template." });
	return template.select(isIdentityPath);
}
/** What stands at the destination: the identity and the marker. */
function bakedTree(identity) {
	let marker = {
		path: markerName,
		mode: 493,
		bytes: Buffer.from(markerScript)
	};
	return FileTree.of([...identity, marker], "the identity");
}
/**
* A destination as path segments: absolute in the image, below `/`, in no form that two programs read as two places.
* @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`
*/
function destinationPath(destination) {
	let path = destination.replace(/^\/+/, "").replace(/\/+$/, "");
	return checkPath(path, `destination ${destination}`), path;
}
function isBlank(byte) {
	return byte === 32 || byte >= 9 && byte <= 13;
}
export { isIdentityPath as a, selectIdentity as c, destinationPath as i, defaultDestination as n, markerName as o, defaultRequiredFiles as r, markerScript as s, bakedTree as t };
