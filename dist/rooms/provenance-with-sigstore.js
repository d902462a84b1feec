import { require_dist$1 as require_dist } from "../vendor/sigstore.js";
// src/provenance/verifying/verify-by-key.ts
var import_dist = require_dist();
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
	const entity = (0, import_dist.toSignedEntity)(bundle, payload === void 0 ? void 0 : Buffer.from(payload));
	new import_dist.Verifier(material, thresholds).verify({
		...entity,
		tlogEntries: [],
		timestamps: []
	});
}
export { verifyByKey };
