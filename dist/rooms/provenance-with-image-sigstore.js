import { IdentikitError, asFault, isDigest, messageOf } from "../start/faces.js";
import { inParallel } from "./fault.js";
import "./tree.js";
import { custom, literal, object } from "../vendor/zod.js";
import { StagedImage, childManifest, copyImage, imageAt, isManifestType, mediaTypes, parseImageManifest, readJson, referrersTag } from "./image.js";
import { require_dist$1 as require_dist$3, require_dist$2 as require_dist$1, require_dist$3 as require_dist$2, require_dist$4 as require_dist } from "../vendor/sigstore.js";
import { bundleAnnotations, bundleType, damagedBundle, emptyType, essenceOf, isBundleType, kindName, predicateTypes } from "./provenance.js";
import { hexOf, makeStatement, parseStatement, payloadType, readLocated, recordedIdentity, unreadBundle } from "./provenance-with-image.js";
import { verifyByKey } from "./provenance-with-sigstore.js";
import { sign } from "node:crypto";
// src/provenance/artifacts/read-legacy.ts
var import_dist$3 = require_dist();
const signatureAnnotation = "dev.cosignproject.cosign/signature";
const simpleSigning$1 = "application/vnd.dev.cosign.simplesigning.v1+json";
const envelope = "application/vnd.dsse.envelope.v1+json";
async function locateLegacy(store, subject) {
	return (await Promise.all([locateUnder(store, `${referrersTag(subject)}.sig`, simpleSigning$1, signatureIn), locateUnder(store, `${referrersTag(subject)}.att`, envelope, envelopeIn)])).flat();
}
async function locateUnder(store, tag, mediaType, parse) {
	const raw = await imageAt(store, {
		kind: "tag",
		tag
	});
	if (raw === void 0) return [];
	try {
		const manifest = parseImageManifest(raw, `${store.name}:${tag}`);
		return (manifest.kind === "index" ? [] : manifest.layers).filter((layer) => layer.mediaType === mediaType).map((layer) => ({
			artifact: layer,
			blob: layer,
			parse: (bytes) => parse(layer, bytes)
		}));
	} catch (caught) {
		return [unreadBundle({
			...raw,
			size: raw.bytes.length
		}, caught)];
	}
}
function signatureIn(layer, payload) {
	const signature = Buffer.from(layer.annotations?.[signatureAnnotation] ?? "", "base64");
	const digest = Buffer.from(hexOf(layer.digest), "hex");
	return {
		artifact: layer,
		bundle: (0, import_dist$3.toMessageSignatureBundle)({
			digest,
			signature,
			keyHint: ""
		}),
		payload
	};
}
function envelopeIn(layer, bytes) {
	const value = readJson(bytes, layer.digest);
	try {
		const { payload, payloadType, signatures } = (0, import_dist$3.envelopeFromJSON)(value);
		const [only, ...others] = signatures;
		if (only === void 0 || others.length > 0) throw new TypeError(`it has ${signatures.length} signatures`);
		return {
			artifact: layer,
			bundle: (0, import_dist$3.toDSSEBundle)({
				artifact: payload,
				artifactType: payloadType,
				signature: only.sig,
				keyHint: ""
			})
		};
	} catch (cause) {
		throw damagedBundle(layer.digest, "it is not an envelope with one signature", cause);
	}
}
// src/provenance/artifacts/read-bundles.ts
const parallelArtifacts = 6;
const mostBundles = 200;
async function readBundles(store, subject) {
	const { located } = partsOf(await locateBundles(store, subject));
	return (await readLocated(store, located)).filter((one) => "bundle" in one);
}
async function surveyBundles(store, subject) {
	const { located, unread } = partsOf((await Promise.all([locateBundles(store, subject), locateLegacy(store, subject)])).flat());
	return [...await readLocated(store, located), ...unread];
}
function partsOf(found) {
	return {
		located: found.filter((one) => "blob" in one),
		unread: found.filter((one) => "fault" in one)
	};
}
async function locateBundles(store, subject) {
	const artifacts = (await store.referrers?.of(subject) ?? []).filter(({ mediaType, artifactType = emptyType }) => isManifestType(mediaType) && (artifactType === "application/vnd.oci.empty.v1+json" || isBundleType(artifactType)));
	if (artifacts.length > mostBundles) throw new IdentikitError("ATTESTATION_INVALID", `${store.name}: ${artifacts.length} bundles refer to ${subject}`, { remedy: `Remove those that nobody needs: at most ${mostBundles} are read.` });
	return (await inParallel(artifacts, parallelArtifacts, async (artifact) => {
		try {
			return await locateOne(store, artifact, subject);
		} catch (caught) {
			return unreadBundle(artifact, caught);
		}
	})).filter((one) => one !== void 0);
}
async function locateOne(store, artifact, subject) {
	const place = `${store.name}@${artifact.digest}`;
	const manifest = parseImageManifest(await childManifest(store, artifact), place);
	const type = manifest.kind === "manifest" ? manifest.artifactType ?? manifest.config.mediaType : void 0;
	if (!isBundleType(type)) return void 0;
	if (manifest.kind === "index" || manifest.subject?.digest !== subject) throw damagedBundle(place, `it is listed as referring to ${subject}, and does not`);
	const [layer, ...others] = manifest.layers;
	if (layer === void 0 || others.length > 0 || !isBundleType(layer.mediaType)) throw damagedBundle(place, "it does not hold one bundle");
	return {
		artifact,
		blob: layer,
		parse: (bytes) => ({
			artifact,
			bundle: bundleIn(bytes, place)
		})
	};
}
function bundleIn(bytes, place) {
	const value = readJson(bytes, place);
	try {
		return (0, import_dist$3.bundleFromJSON)(value);
	} catch (cause) {
		throw damagedBundle(place, "it is not a Sigstore bundle", cause);
	}
}
// src/provenance/artifacts/attach.ts
async function attach(store, { top, signer, said }) {
	const referrers = referrersOf(store);
	const known = await readBundles(store, top.digest);
	const statements = said.map((one) => makeStatement(top.digest, one));
	const artifacts = [];
	for (const statement of statements) {
		const there = standing(known, statement, signer);
		const descriptor = there?.artifact ?? await write(store, top, statement, await signer.sign(statement));
		artifacts.push({
			descriptor,
			predicateType: statement.predicateType,
			isNew: there === void 0
		});
	}
	const written = artifacts.filter(({ isNew }) => isNew);
	if (written.length > 0) await referrers.add(top.digest, written.map(({ descriptor }) => descriptor));
	return {
		artifacts: artifacts.map(({ descriptor, predicateType }) => ({
			predicateType,
			digest: descriptor.digest
		})),
		written: written.length
	};
}
function referrersOf(store) {
	if (store.referrers) return store.referrers;
	throw new IdentikitError("REFERRERS_UNSUPPORTED", `${store.name} holds images only, and no signatures of them`, { remedy: "Sign the image where it is published: in a registry, or in an OCI layout." });
}
function standing(known, statement, signer) {
	const essence = essenceOf(statement);
	const subject = `sha256:${statement.subject[0]?.digest.sha256}`;
	return known.find(({ bundle, artifact }) => {
		if (bundle.content.$case !== "dsseEnvelope") return false;
		try {
			const said = parseStatement(bundle.content.dsseEnvelope.payload, artifact.digest);
			return essenceOf(said) === essence && said.subjects.some((one) => one === subject) && signer.hasSigned(bundle);
		} catch {
			return false;
		}
	});
}
async function write(store, top, { predicateType }, bundle) {
	const staged = new StagedImage(`the statement ${predicateType}`, void 0);
	const manifest = staged.addManifest({
		schemaVersion: 2,
		mediaType: mediaTypes.ociManifest,
		artifactType: bundleType,
		config: staged.addBlob(Buffer.from("{}"), emptyType),
		layers: [staged.addBlob(Buffer.from(JSON.stringify((0, import_dist$3.bundleToJSON)(bundle))), bundleType)],
		subject: {
			mediaType: top.mediaType,
			digest: top.digest,
			size: top.bytes.length
		},
		annotations: {
			[bundleAnnotations.content]: "dsse-envelope",
			[bundleAnnotations.predicateType]: predicateType
		}
	}, mediaTypes.ociManifest);
	await copyImage(staged, manifest, store, []);
	const { mediaType, digest, bytes } = manifest;
	return {
		mediaType,
		digest,
		size: bytes.length,
		artifactType: bundleType
	};
}
// src/provenance/verifying/verify-bundle.ts
var import_dist$2 = require_dist$1();
const simpleSigning = object({ critical: object({
	type: literal("cosign container image signature"),
	image: object({ "docker-manifest-digest": custom((one) => typeof one === "string" && isDigest(one)) })
}) });
function verifyBundle(found, subject, trust) {
	const { digest: artifact } = found.artifact;
	const signer = signerOf(found, trust);
	const statement = statementIn(found, artifact);
	if (statement.subjects.includes(subject)) return {
		...statement,
		artifact,
		signer
	};
	const about = statement.subjects.slice(0, 3).join(", ");
	throw new IdentikitError("ATTESTATION_INVALID", `${artifact} is signed by ${signer}, and is about ${about || "nothing"}`, { remedy: "Somebody put a statement about another image here: find out who, and remove it." });
}
function signerOf({ bundle, payload, artifact }, trust) {
	const reasons = [];
	const isByKey = bundle.verificationMaterial.content.$case === "publicKey";
	const tries = isByKey ? trust.keys.map(({ name, key }) => ({
		name: `the key ${name}`,
		verify: () => verifyByKey({
			bundle,
			...payload ? { payload } : {}
		}, key)
	})) : trust.identities.map((one) => ({
		name: one.subject,
		verify: () => verifyIdentity(bundle, payload, one)
	}));
	for (const { name, verify } of tries) try {
		verify();
		return name;
	} catch (caught) {
		reasons.push(`${name}: ${messageOf(caught)}`);
	}
	const nobody = isByKey ? "it is signed with a key, and no key is named" : "it is signed by an identity, and none is named";
	throw new IdentikitError("SIGNATURE_INVALID", `${artifact.digest} is not signed by a key or identity that counts: ${reasons.join("; ") || nobody}`, { remedy: "Check that the right key or identity is named, and find out who wrote it." });
}
function verifyIdentity(bundle, payload, { subject, issuer, root }) {
	const material = (0, import_dist$2.toTrustMaterial)(root, () => {
		throw new TypeError("it is signed with a key");
	});
	const entity = (0, import_dist$2.toSignedEntity)(bundle, payload === void 0 ? void 0 : Buffer.from(payload));
	const exactly = `^${RegExp.escape(subject)}$`;
	new import_dist$2.Verifier(material).verify(entity, {
		subjectAlternativeName: exactly,
		extensions: { issuer }
	});
}
function statementIn({ bundle, payload }, artifact) {
	const { content } = bundle;
	if (content.$case === "dsseEnvelope") {
		if (content.dsseEnvelope.payloadType === "application/vnd.in-toto+json") return parseStatement(content.dsseEnvelope.payload, artifact);
		throw wrong(artifact, "its envelope holds no statement");
	}
	const parsed = simpleSigning.safeParse(readJson(payload ?? new Uint8Array(), artifact));
	if (!parsed.success) throw wrong(artifact, "what is signed names no image");
	return {
		subjects: [parsed.data.critical.image["docker-manifest-digest"]],
		predicateType: predicateTypes.signature,
		predicate: {}
	};
}
function wrong(artifact, reason) {
	return new IdentikitError("ATTESTATION_INVALID", `${artifact}: ${reason}`, { remedy: "Find out who wrote it; sign the image again with --sign-key." });
}
// src/provenance/verifying/verify-image.ts
async function verifyImage(store, subject, trust) {
	const verified = [];
	const refused = [];
	for (const found of await surveyBundles(store, subject)) {
		const artifact = found.artifact.digest;
		if ("fault" in found) refused.push({
			artifact,
			fault: found.fault
		});
		else try {
			verified.push(verifyBundle(found, subject, trust));
		} catch (caught) {
			refused.push({
				artifact,
				fault: asFault(caught)
			});
		}
	}
	return {
		verified,
		refused
	};
}
// src/provenance/provenance-gate.ts
function provenanceGate(store, requirements) {
	return async ({ selector, subject }) => {
		try {
			const { digest } = await store.manifest(await selector);
			const statements = await verifyImage(store, digest, requirements.trust);
			requirements.onVerified?.(statements);
			return findingsOf(statements, requirements, subject);
		} catch (caught) {
			return [unread(caught, subject)];
		}
	};
}
function unread(caught, subject) {
	if (!(caught instanceof IdentikitError) || caught.code === "CANCELLED") throw caught;
	const { code, message, remedy } = caught;
	return {
		code,
		severity: "unverified",
		path: "signatures",
		expected: null,
		actual: message,
		remedy,
		subject
	};
}
function allGates(...gates) {
	return async (given) => {
		const image = {
			...given,
			selector: pinned(given)
		};
		const findings = [];
		for (const gate of gates) findings.push(...await gate(image));
		return findings;
	};
}
async function pinned({ source, selector }) {
	const { digest } = await source.manifest(await selector);
	return {
		kind: "digest",
		digest
	};
}
function findingsOf({ verified, refused }, { required, treeDigest }, subject) {
	const others = refused[0] ? `${refused.length} that do not count: ${refused[0].fault.message}` : "nothing is there";
	return required.flatMap((type) => {
		const found = verified.filter(({ predicateType }) => predicateType === type);
		if (found.length === 0) return [missing(type, others, subject)];
		return type === predicateTypes.identity ? differing(found, treeDigest, subject) : [];
	});
}
function missing(type, actual, subject) {
	const isSignature = type === predicateTypes.signature;
	const what = isSignature ? "it is not signed by a key or identity that counts" : `it has no statement ${kindName(type)} by a key or identity that counts`;
	return {
		code: isSignature ? "SIGNATURE_MISSING" : "ATTESTATION_MISSING",
		severity: "error",
		path: kindName(type),
		expected: type,
		actual,
		subject,
		problem: what,
		remedy: "Sign the image where it is baked or published (--sign-key), or name the right key or identity."
	};
}
function differing(found, treeDigest, subject) {
	const gated = found.map(recordedIdentity).filter((one) => one?.gate.verdict === "clean").flatMap((one) => one?.template.treeDigest ?? []);
	if (treeDigest === void 0 ? gated.length > 0 : gated.includes(treeDigest)) return [];
	const [said] = gated;
	return [{
		code: "ATTESTATION_DIFFERS",
		severity: "error",
		path: "identity",
		expected: treeDigest ?? "an identity that the gate passed",
		actual: said ?? "an image that was not gated",
		subject,
		problem: said ? "the signed statement is about another identity than the template's" : "the signed statement is about an image that the gate was not asked about",
		remedy: "Bake and sign the image again from the template."
	}];
}
// src/provenance/signing/key-signer.ts
var import_dist$1 = require_dist$2();
function keySigner({ privateKey, publicKey, hint }) {
	return {
		name: `the key ${hint}`,
		hasSigned: (bundle) => {
			try {
				verifyByKey({ bundle }, publicKey);
				return true;
			} catch {
				return false;
			}
		},
		sign: async (statement) => {
			const artifact = Buffer.from(JSON.stringify(statement));
			const signed = import_dist$1.dsse.preAuthEncoding(payloadType, artifact);
			const algorithm = privateKey.asymmetricKeyType === "ed25519" ? null : "sha256";
			const signature = sign(algorithm, signed, privateKey);
			const bundle = (0, import_dist$3.toDSSEBundle)({
				artifact,
				artifactType: payloadType,
				signature,
				keyHint: hint
			});
			for (const one of bundle.content.dsseEnvelope.signatures) one.keyid = "";
			return bundle;
		}
	};
}
// src/provenance/signing/keyless-signer.ts
var import_dist = require_dist$3();
const requestMs = 2e4;
function keylessSigner(options = {}) {
	const { fulcio = import_dist.DEFAULT_FULCIO_URL, rekor = import_dist.DEFAULT_REKOR_URL } = options;
	const identityProvider = options.identity ?? new import_dist.CIContextProvider("sigstore");
	const limits = {
		timeout: requestMs,
		retry: 2
	};
	const builder = new import_dist.DSSEBundleBuilder({
		signer: new import_dist.FulcioSigner({
			fulcioBaseURL: fulcio,
			identityProvider,
			...limits
		}),
		witnesses: [new import_dist.RekorWitness({
			rekorBaseURL: rekor,
			entryType: "dsse",
			...limits
		})]
	});
	return {
		name: "the identity of this job",
		hasSigned: () => false,
		sign: async (statement) => {
			try {
				const data = Buffer.from(JSON.stringify(statement));
				return await builder.create({
					data,
					type: payloadType
				});
			} catch (cause) {
				throw new IdentikitError("SIGNING_FAILED", `nothing was signed: ${messageOf(cause)}`, {
					remedy: "On GitHub, give the job `permissions: id-token: write`; a host without OIDC signs with --sign-key.",
					cause
				});
			}
		}
	};
}
export { allGates, attach, findingsOf, keySigner, keylessSigner, provenanceGate, referrersOf, verifyImage };
