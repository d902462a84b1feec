import { IdentikitError } from "../start/faces.js";
import { verdictOf } from "./fault.js";
import { gateFor } from "./gate-with-diff-image-zlib.js";
import { formatImageReference, formatPlatform, parseStoredReference, readImage, treeDigestLabel } from "./image.js";
import { linkUnverified } from "./trace.js";
// src/trace/areas/image-area.ts
async function addImage(draft, area, traced, identities) {
	const { reference, namedBy } = traced;
	try {
		if (traced.isForeign && parseStoredReference(reference).kind !== "registry") throw notInRegistry(reference);
		const place = await area.open(reference);
		const { raw, index, images } = await readImage(place.store, await place.select());
		const image = draft.node("image", raw.digest, {}, [`${place.store.name}@${raw.digest}`]);
		addName(draft, {
			image,
			digest: raw.digest,
			reference,
			namedBy,
			place
		});
		for (const each of images) {
			const platform = formatPlatform(each.platform);
			const isOwn = index === void 0;
			const to = isOwn ? image : draft.node("image", each.raw.digest, { platform });
			if (isOwn) draft.node("image", raw.digest, { platform });
			else draft.claim({
				from: to,
				to: image,
				says: "is in the index",
				restsOn: "the index",
				verifiedBy: "index and manifest were read, and their digests worked out again",
				verify: () => ({
					verdict: "holds",
					detail: `for ${platform}`
				})
			});
			addIdentity(draft, area, {
				to,
				place,
				each,
				traced,
				identities
			});
		}
		await area.statements(draft, {
			image,
			raw,
			place,
			identities
		});
		return image;
	} catch (caught) {
		area.signal.throwIfAborted();
		addUnread(draft, traced, caught);
		return;
	}
}
function addName(draft, of) {
	const { image, digest, reference, namedBy, place } = of;
	const parsed = place.reference;
	const pinned = "digest" in parsed ? parsed.digest : void 0;
	const tag = "tag" in parsed ? parsed.tag : void 0;
	const named = nameOf(parsed);
	if (pinned !== void 0 && tag === void 0) {
		draft.node("image", digest, {}, [reference, formatImageReference(parsed)]);
		return;
	}
	const to = draft.node("tag", named, { "named by": namedBy }, [reference, formatImageReference(parsed)]);
	draft.claim({
		from: image,
		to,
		says: "is named",
		restsOn: pinned === void 0 ? namedBy : `${namedBy}, with the digest`,
		verifiedBy: "the place was asked what the name stands for",
		verify: async () => {
			if (pinned === void 0 || tag === void 0) return {
				verdict: "holds",
				detail: digest
			};
			const found = await place.store.manifest({
				kind: "tag",
				tag
			});
			if (found.digest === pinned) return {
				verdict: "holds",
				detail: digest
			};
			return {
				verdict: "broken",
				code: "TAG_MOVED",
				detail: `${named} stands for ${found.digest} now, not for ${pinned}`,
				remedy: "Find out who moved the tag; name the image by its digest alone if the tag may move."
			};
		}
	});
}
function nameOf(reference) {
	if (reference.kind !== "registry" && reference.kind !== "layout") return formatImageReference(reference);
	const { digest: _, ...named } = reference;
	return formatImageReference(named);
}
function addIdentity(draft, { destination, index, signal }, of) {
	const { to, place, each, traced, identities } = of;
	const said = each.config.config?.Labels?.[treeDigestLabel];
	const state = (said === void 0 ? void 0 : identities.get(said)) ?? traced.template;
	if (!state) {
		if (said === void 0) return;
		const from = draft.node("identity", said);
		draft.claim({
			from,
			to,
			says: "baked into",
			restsOn: `the label ${treeDigestLabel}`,
			verifiedBy: "the identities of all templates were compared with the label",
			verify: () => ({
				verdict: "unverified",
				detail: "no template has this identity now, so there is nothing to compare the files with",
				remedy: "Trace it together with the commit that it was baked from, as TEMPLATE@COMMIT."
			})
		});
		return;
	}
	draft.claim({
		from: draft.node("identity", state.identity.digest),
		to,
		says: "baked into",
		restsOn: said === void 0 ? traced.namedBy : `the label ${treeDigestLabel}`,
		verifiedBy: "the gate compared every file that a container would see",
		verify: async () => {
			const gate = gateFor({
				template: state.identity,
				destination,
				required: [],
				profile: {
					name: "the identity",
					admits: () => true
				},
				signal,
				index
			});
			const selector = {
				kind: "digest",
				digest: each.raw.digest
			};
			return verdictOfGate(await gate({
				source: place.store,
				selector,
				subject: traced.reference
			}), said, state);
		}
	});
}
function verdictOfGate(findings, said, { identity }) {
	const verdict = verdictOf(findings);
	if (verdict === "clean") {
		if (said !== void 0 && said !== identity.digest) return {
			verdict: "broken",
			detail: `the label says ${said}, and the files are those of ${identity.digest}`,
			remedy: "Bake the image again; its label is written by the bake and by nothing else."
		};
		return {
			verdict: "holds",
			detail: `${identity.size} files and the marker`
		};
	}
	const severity = verdict === "drift" ? "error" : "unverified";
	const first = findings.find((one) => one.severity === severity);
	const detail = `${first?.path ?? "/"}: ${first?.problem ?? first?.actual ?? first?.code ?? verdict}`;
	return {
		verdict: verdict === "drift" ? "broken" : "unverified",
		detail,
		findings,
		...first ? {
			code: first.code,
			remedy: first.remedy
		} : {}
	};
}
function addUnread(draft, { reference, namedBy, template }, caught) {
	if (!(caught instanceof IdentikitError)) throw caught;
	const to = unreadNode(draft, {
		reference,
		namedBy
	});
	const from = template ? draft.node("identity", template.identity.digest) : draft.node("identity", `of ${reference}`);
	draft.claim({
		from,
		to,
		says: "baked into",
		restsOn: namedBy,
		verifiedBy: "the image was asked for",
		verify: () => linkUnverified(caught)
	});
}
function unreadNode(draft, { reference, namedBy }) {
	const facts = { "named by": namedBy };
	try {
		const parsed = parseStoredReference(reference);
		const named = formatImageReference(parsed);
		const digest = "digest" in parsed ? parsed.digest : void 0;
		return digest === void 0 ? draft.node("tag", named, facts, [reference]) : draft.node("image", digest, facts, [reference, named]);
	} catch (caught) {
		if (caught instanceof IdentikitError) return draft.node("tag", reference, facts);
		throw caught;
	}
}
function notInRegistry(reference) {
	return new IdentikitError("REFERENCE_INVALID", `${reference} is not an image of a registry`, { remedy: "Name it in the stack as HOST/NAME@sha256:…." });
}
export { addImage };
