import { recordedIdentity } from "./provenance-with-image.js";
import { kindName } from "./provenance.js";
import { verifyImage } from "./provenance-with-image-sigstore.js";
// src/trace/areas/statement-area.ts
async function addStatements(draft, trust, stated) {
	const { image, raw, place } = stated;
	const { store } = place;
	if (trust.keys.length + trust.identities.length === 0) {
		if ((await store.referrers?.of(raw.digest) ?? []).length > 0) draft.passedOver(`signatures and statements of ${image}: no key is named to verify them with (--verify-key)`);
		return;
	}
	const { verified, refused } = await verifyImage(store, raw.digest, trust);
	for (const one of verified) addStatement(draft, stated, one);
	if (refused.length > 0 && verified.length === 0) addRefused(draft, image, refused);
	else if (refused.length > 0) draft.passedOver(`${refused.length} signatures and statements of ${image} by others than those who count`);
}
function addStatement(draft, { image, identities }, said) {
	const { predicateType, artifact, signer } = said;
	const statement = draft.node("statement", artifact, {
		says: kindName(predicateType),
		"signed by": signer
	});
	draft.claim({
		from: image,
		to: statement,
		says: "is stated by",
		restsOn: "what refers to the image",
		verifiedBy: "the signature was verified, and that the statement is about this digest",
		verify: () => ({
			verdict: "holds",
			detail: `${kindName(predicateType)}, signed by ${signer}`
		})
	});
	const recorded = recordedIdentity(said);
	if (!recorded) return;
	const { name, commit, treeDigest } = recorded.template;
	if (commit === null) return;
	draft.claim({
		from: draft.node("commit", `${name}@${commit}`),
		to: image,
		says: "was first made into",
		restsOn: `the statement ${artifact}, signed by ${signer}`,
		verifiedBy: "the identity of the statement was compared with those of the template's commits",
		isPast: true,
		verify: () => {
			if (identities.has(treeDigest)) return {
				verdict: "holds",
				detail: `the identity ${treeDigest}`
			};
			return {
				verdict: "unverified",
				detail: `no template has the identity ${treeDigest} now, which the statement is about`,
				remedy: `Trace it together with that commit, as ${name}@${commit}.`
			};
		}
	});
}
function addRefused(draft, image, refused) {
	for (const { artifact, fault } of refused) draft.claim({
		from: image,
		to: draft.node("statement", artifact),
		says: "is stated by",
		restsOn: "what refers to the image",
		verifiedBy: "the signature was verified with the keys and identities that count",
		verify: () => ({
			verdict: "broken",
			code: fault.code,
			detail: fault.message,
			remedy: fault.remedy
		})
	});
}
export { addStatements };
