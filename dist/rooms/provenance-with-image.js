import { IdentikitError, asFault, isDigest } from "../start/faces.js";
import { inParallel } from "./fault.js";
import "./tree.js";
import { _enum, array, custom, object, record, string, unknown } from "../vendor/zod.js";
import { isImageProof, readBlob, readJson } from "./image.js";
import { damagedBundle, packageOfCommand, predicateTypes } from "./provenance.js";
import { createHash } from "node:crypto";
// src/provenance/statements/statement.ts
const statementType = "https://in-toto.io/Statement/v1";
const payloadType = "application/vnd.in-toto+json";
const largestStatement = 16777216;
const schema$1 = object({
	_type: _enum([statementType, "https://in-toto.io/Statement/v0.1"]),
	subject: array(object({
		name: string().optional(),
		digest: record(string(), string())
	})).min(1).max(1e4),
	predicateType: string().min(1).max(2048),
	predicate: record(string(), unknown()).nullish()
});
function makeStatement(digest, { predicateType, predicate }) {
	return {
		_type: statementType,
		subject: [{ digest: { sha256: hexOf(digest) } }],
		predicateType,
		predicate
	};
}
const signaturePredicate = {
	predicateType: predicateTypes.signature,
	predicate: {}
};
function parseStatement(bytes, place) {
	const parsed = schema$1.safeParse(readJson(bytes, place));
	if (!parsed.success) throw invalid(place, `it is no in-toto statement: ${parsed.error.issues[0]?.message ?? "malformed"}`);
	const { subject, predicateType, predicate } = parsed.data;
	return {
		subjects: subject.flatMap(({ digest: { sha256 } }) => sha256 !== void 0 && /^[0-9a-f]{64}$/.test(sha256) ? [`sha256:${sha256}`] : []),
		predicateType,
		predicate: predicate ?? {}
	};
}
function invalid(place, reason) {
	return new IdentikitError("ATTESTATION_INVALID", `${place}: ${reason}`, { remedy: "Find out who wrote it; sign the image again with --sign-key." });
}
function hexOf(digest) {
	return digest.slice(7);
}
// src/provenance/artifacts/found-bundle.ts
function unreadBundle(artifact, caught) {
	const fault = asFault(caught);
	if (fault.code !== "ATTESTATION_INVALID" && !isImageProof(fault.code)) throw caught;
	return {
		artifact,
		fault
	};
}
// src/provenance/artifacts/located-bundle.ts
const parallelBlobs = 6;
const mostBytes = 4 * largestStatement;
async function readLocated(store, located) {
	const bySize = [...located].sort((a, b) => a.blob.size - b.blob.size);
	let sum = 0;
	const asked = bySize.map((one) => {
		sum += one.blob.size;
		return {
			...one,
			isWithin: sum <= mostBytes
		};
	});
	return await inParallel(asked, parallelBlobs, async ({ artifact, blob, parse, isWithin }) => {
		try {
			if (isWithin) return parse(await readBlob(store, blob, largestStatement));
			throw damagedBundle(`${store.name}@${artifact.digest}`, `what lies beside the image is over ${mostBytes} bytes`);
		} catch (caught) {
			return unreadBundle(artifact, caught);
		}
	});
}
// src/provenance/statements/identity-record.ts
function identityRecord(record) {
	const { template, identity, profile, destination, gate, version } = record;
	const { name, repository, commit } = template;
	return {
		predicateType: predicateTypes.identity,
		predicate: {
			template: {
				name,
				...repository === void 0 ? {} : { repository },
				commit,
				treeDigest: identity.digest
			},
			profile,
			destination,
			files: [...identity].map(({ path, digest }) => ({
				path,
				digest: { sha256: hexOf(digest) }
			})),
			gate: {
				verdict: gate,
				verifier: {
					name: "identikit",
					version
				}
			}
		}
	};
}
const digest = custom((value) => typeof value === "string" && isDigest(value));
const schema = object({
	template: object({
		name: string(),
		repository: string().optional(),
		commit: string().nullable(),
		treeDigest: digest
	}),
	gate: object({ verdict: string() })
});
function recordedIdentity({ predicateType, predicate }) {
	if (predicateType !== predicateTypes.identity) return void 0;
	const parsed = schema.safeParse(predicate);
	return parsed.success ? parsed.data : void 0;
}
// src/provenance/sbom/bill-of-materials.ts
function billOfMaterials(parts) {
	const { template, assets, version } = parts;
	const source = template.repository;
	const content = {
		metadata: {
			tools: { components: [{
				type: "application",
				name: "identikit",
				version
			}] },
			component: {
				"bom-ref": "identity",
				type: "application",
				name: template.name,
				...template.commit === null ? {} : { version: template.commit },
				hashes: hashes(assets.digest),
				...source ? { externalReferences: [{
					type: "vcs",
					url: source
				}] } : {},
				properties: kind("identity")
			}
		},
		components: [
			...fileParts(parts),
			...skillParts(parts),
			...parts.servers.filter(({ url }) => url === void 0).map(programPart),
			...parts.plugins.map(pluginPart)
		],
		services: parts.servers.flatMap(servicePart)
	};
	return {
		bomFormat: "CycloneDX",
		specVersion: "1.6",
		serialNumber: serialOf(content),
		version: 1,
		...content
	};
}
function bomStatement(parts) {
	return {
		predicateType: predicateTypes.sbom,
		predicate: billOfMaterials(parts)
	};
}
function fileParts({ assets, prompts, skills }) {
	const ofPrompt = new Set(prompts);
	const ofSkills = new Set([...skills].flatMap(([name, files]) => [...files].map(({ path }) => `agent-skills/${name}/${path}`)));
	return [...assets].filter(({ path }) => !ofSkills.has(path)).map(({ path, digest }) => ({
		"bom-ref": `file:${path}`,
		type: "file",
		name: path,
		hashes: hashes(digest),
		properties: kind(ofPrompt.has(path) ? "prompt" : "config")
	}));
}
function skillParts({ skills }) {
	return [...skills].map(([name, files]) => ({
		"bom-ref": `skill:${name}`,
		type: "library",
		name,
		hashes: hashes(files.digest),
		properties: kind("skill"),
		components: [...files].map(({ path, digest }) => ({
			"bom-ref": `skill:${name}/${path}`,
			type: "file",
			name: path,
			hashes: hashes(digest)
		}))
	}));
}
function programPart({ name, from, command, args = [] }) {
	const known = command === void 0 ? void 0 : packageOfCommand(command, args);
	return {
		"bom-ref": `mcp-server:${from}:${name}`,
		type: "application",
		name,
		...known?.version === void 0 ? {} : { version: known.version },
		...known ? { purl: known.purl } : {},
		properties: [
			...kind("mcp-server"),
			{
				name: "identikit:command",
				value: command ?? ""
			},
			origin(from)
		]
	};
}
function servicePart({ name, from, url }) {
	if (url === void 0) return [];
	return [{
		"bom-ref": `mcp-server:${from}:${name}`,
		name,
		endpoints: [withoutSecrets(url)],
		properties: [...kind("mcp-server"), origin(from)]
	}];
}
function pluginPart({ name, marketplace, source, ref }) {
	return {
		"bom-ref": `plugin:${name}@${marketplace}`,
		type: "library",
		group: marketplace,
		name,
		...ref === void 0 ? {} : { version: ref },
		...source === void 0 ? {} : { externalReferences: [{
			type: "vcs",
			url: source
		}] },
		properties: kind("plugin")
	};
}
function origin(from) {
	return {
		name: "identikit:from",
		value: from
	};
}
function kind(value) {
	return [{
		name: "identikit:kind",
		value
	}];
}
function hashes(digest) {
	return [{
		alg: "SHA-256",
		content: hexOf(digest)
	}];
}
function withoutSecrets(address) {
	const url = URL.parse(address);
	return url ? `${url.origin}${url.pathname}` : "urn:identikit:address-of-a-variable";
}
function serialOf(content) {
	const hex = createHash("sha256").update(JSON.stringify(content)).digest("hex");
	return `urn:uuid:${[
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`a${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join("-")}`;
}
// src/provenance/statements/build-provenance.ts
const buildType = "https://identikit.io/bake/v1";
function buildProvenance({ template, base, parameters, builder }) {
	const { name, repository, commit, treeDigest } = template;
	const source = repository ?? name;
	return {
		predicateType: predicateTypes.provenance,
		predicate: {
			buildDefinition: {
				buildType,
				externalParameters: {
					template: {
						name,
						...repository === void 0 ? {} : { repository }
					},
					base: base?.name ?? "scratch",
					...parameters,
					platforms: [...parameters.platforms]
				},
				resolvedDependencies: [{
					name: "template",
					uri: commit === null ? source : `git+${source}@${commit}`,
					digest: {
						...commit === null ? {} : { gitCommit: commit },
						treeDigest: hexOf(treeDigest)
					}
				}, ...base ? [{
					name: "base",
					uri: base.name,
					digest: { sha256: hexOf(base.digest) }
				}] : []]
			},
			runDetails: {
				builder: {
					id: builder.id,
					version: { identikit: builder.version }
				},
				...builder.invocation === void 0 ? {} : { metadata: { invocationId: builder.invocation } }
			}
		}
	};
}
// src/provenance/statements/verification-summary.ts
const policy = "https://identikit.io/policy/promote/v1";
function verificationSummary(record) {
	const { verifier, version, resource, asked, inputs } = record;
	const { treeDigest, required } = asked;
	return {
		predicateType: predicateTypes.summary,
		predicate: {
			verifier: {
				id: verifier,
				version: { identikit: version }
			},
			resourceUri: resource,
			policy: {
				uri: policy,
				...treeDigest === void 0 ? {} : { digest: { treeDigest: hexOf(treeDigest) } },
				annotations: { required: [...required] }
			},
			inputAttestations: inputs.map((digest) => ({ digest: { sha256: hexOf(digest) } })),
			verificationResult: "PASSED",
			verifiedLevels: []
		}
	};
}
export { billOfMaterials, bomStatement, buildProvenance, hexOf, identityRecord, makeStatement, parseStatement, payloadType, readLocated, recordedIdentity, signaturePredicate, unreadBundle, verificationSummary };
