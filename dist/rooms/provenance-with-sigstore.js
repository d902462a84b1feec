import { IdentikitError, messageOf } from "../start/faces.js";
import { require_dist as require_dist$1, require_dist$2 as require_dist } from "../vendor/sigstore.js";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
// src/provenance/verifying/verify-by-key.ts
var import_dist$1 = require_dist();
function verifyByKey({ bundle, payload }, key) {
	const material = {
		certificateAuthorities: [],
		timestampAuthorities: [],
		tlogs: [],
		ctlogs: [],
		publicKey: () => ({
			publicKey: key,
			validFor: () => true
		})
	};
	const thresholds = {
		tlogThreshold: 0,
		ctlogThreshold: 0,
		timestampThreshold: 0
	};
	const entity = (0, import_dist$1.toSignedEntity)(bundle, payload === void 0 ? void 0 : Buffer.from(payload));
	new import_dist$1.Verifier(material, thresholds).verify({
		...entity,
		tlogEntries: [],
		timestamps: []
	});
}
// src/provenance/verifying/fetch-trusted-root.ts
var import_dist = require_dist$1();
const fileMs = 1e4;
async function fetchTrustedRoot(repository, signal) {
	const directory = mkdtempSync(join(tmpdir(), "identikit-tuf-"));
	const url = repository?.url.replace(/\/$/, "") ?? import_dist.DEFAULT_MIRROR_URL;
	const named = repository ? {
		mirrorURL: url,
		rootPath: repository.root
	} : {};
	try {
		const limits = {
			timeout: fileMs,
			retry: {
				retries: 1,
				minTimeout: 200
			}
		};
		const fetched = (0, import_dist.getTrustedRoot)({
			...named,
			...limits,
			cachePath: directory
		});
		return await Promise.race([fetched, stopped(signal)]);
	} catch (cause) {
		signal.throwIfAborted();
		throw new IdentikitError("TRUSTED_ROOT_UNREACHABLE", `the authorities of signatures could not be fetched from ${url}: ${reasonOf(cause)}`, {
			remedy: "Run again when the server answers, or name a file: --trusted-root, as `cosign trusted-root create` writes it.",
			cause
		});
	} finally {
		rmSync(directory, {
			recursive: true,
			force: true
		});
	}
}
function stopped(signal) {
	return new Promise((_, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true });
		if (signal.aborted) reject(signal.reason);
	});
}
function reasonOf(cause) {
	let at = cause;
	while (at instanceof Error && at.cause instanceof Error) at = at.cause;
	return messageOf(at);
}
export { fetchTrustedRoot, verifyByKey };
