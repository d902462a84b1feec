import { require_dist$5 as require_dist } from "../vendor/sigstore.js";
import { IdentikitError } from "../start/faces.js";
import { readJson } from "./image.js";
import { parsePublicKey } from "./provenance-with-noble.js";
// src/provenance/verifying/trust.ts
var import_dist = require_dist();
function trustedKey(name, text) {
	return {
		name,
		key: parsePublicKey(text, name)
	};
}
function parseTrustedRoot(bytes, name) {
	try {
		const root = import_dist.TrustedRoot.fromJSON(readJson(bytes, name));
		if (root.certificateAuthorities.length > 0) return root;
		throw new TypeError("it has no certificate authority");
	} catch (cause) {
		throw new IdentikitError("TRUSTED_ROOT_INVALID", `${name} is not a trusted root of Sigstore`, {
			remedy: "Make one with `cosign trusted-root create`, or take it from your deployment's TUF repository.",
			cause
		});
	}
}
export { parseTrustedRoot, trustedKey };
