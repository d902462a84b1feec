import { IdentikitError } from "../start/faces.js";
import { canonicalJson } from "./document.js";
// src/provenance/statements/predicate-types.ts
const predicateTypes = {
	signature: "https://sigstore.dev/cosign/sign/v1",
	provenance: "https://slsa.dev/provenance/v1",
	identity: "https://identikit.io/attestation/identity/v1",
	summary: "https://slsa.dev/verification_summary/v1",
	sbom: "https://cyclonedx.org/bom"
};
function predicateTypeOf(word) {
	return isKind(word) ? predicateTypes[word] : word;
}
function kindName(predicateType) {
	return Object.entries(predicateTypes).find(([, type]) => type === predicateType)?.[0] ?? predicateType;
}
function isKind(word) {
	return Object.hasOwn(predicateTypes, word);
}
// src/provenance/statements/essence.ts
const ofTheMoment = new Set([
	"commit",
	"gitCommit",
	"uri",
	"id",
	"metadata",
	"version"
]);
const ours = new Set([predicateTypes.provenance, predicateTypes.identity]);
function essenceOf({ predicateType, predicate }) {
	if (!ours.has(predicateType)) return canonicalJson([predicateType, predicate]);
	const kept = JSON.stringify(predicate, (key, value) => ofTheMoment.has(key) ? void 0 : value);
	return canonicalJson([predicateType, JSON.parse(kept)]);
}
// src/provenance/artifacts/bundle-type.ts
const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
function isBundleType(mediaType) {
	return /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d+\.\d+\+json|\+json;version=\d+\.\d+)$/.test(mediaType ?? "");
}
const bundleAnnotations = {
	content: "dev.sigstore.bundle.content",
	predicateType: "dev.sigstore.bundle.predicateType"
};
const emptyType = "application/vnd.oci.empty.v1+json";
// src/provenance/artifacts/damaged-bundle.ts
function damagedBundle(place, reason, cause) {
	return new IdentikitError("ATTESTATION_INVALID", `${place}: ${reason}`, {
		remedy: "Find out who wrote it; sign the image again with --sign-key.",
		cause
	});
}
// src/provenance/sbom/package-url.ts
const runners = {
	npx: "npm",
	bunx: "npm",
	pnpx: "npm",
	uvx: "pypi",
	pipx: "pypi"
};
function packageOfCommand(command, args) {
	const type = runners[command.slice(command.lastIndexOf("/") + 1)];
	const named = args.find((one) => !one.startsWith("-") && one !== "run");
	if (type === void 0 || named === void 0) return void 0;
	const [, name, version] = /^(@?[^@=\s]+)(?:@|==)?([^@=\s]*)$/.exec(named) ?? [];
	if (!name || name.startsWith(".") || name.startsWith("/")) return void 0;
	const path = name.split("/").map(encodeURIComponent).join("/");
	const tagged = version && version !== "latest" ? version : void 0;
	return {
		purl: `pkg:${type}/${path}${tagged === void 0 ? "" : `@${encodeURIComponent(tagged)}`}`,
		...tagged === void 0 ? {} : { version: tagged }
	};
}
export { bundleAnnotations, bundleType, damagedBundle, emptyType, essenceOf, isBundleType, kindName, packageOfCommand, predicateTypeOf, predicateTypes };
