import type { IdentikitError } from "../../fault/error.ts";
import type { OpenedReference } from "../../image/places.ts";
import type { RawManifest } from "../../image/store.ts";
import { recordedIdentity } from "../../provenance/statements/identity-record.ts";
import { kindName } from "../../provenance/statements/predicate-types.ts";
import type { Trust } from "../../provenance/verifying/trust.ts";
import type { VerifiedStatement } from "../../provenance/verifying/verify-bundle.ts";
import { verifyImage } from "../../provenance/verifying/verify-image.ts";
import type { Draft, Verified } from "../graph/draft.ts";
import type { Identities } from "./template-area.ts";

/** An image whose signatures and statements are looked at. */
export interface StatedImage {
  /** The id of its node. */
  readonly image: string;
  readonly raw: RawManifest;
  readonly place: OpenedReference;
  readonly identities: Identities;
}

/**
 * Adds what is said of an image by those who count: each signature and statement, and the commit that a statement says it was made from.
 * What others have put beside the image is told, and is no link; where nobody counts, that nothing was looked at.
 */
export async function addStatements(draft: Draft, trust: Trust, stated: StatedImage): Promise<void> {
  const { image, raw, place } = stated;
  const { store } = place;
  if (trust.keys.length + trust.identities.length === 0) {
    const listed = (await store.referrers?.of(raw.digest)) ?? [];
    if (listed.length > 0)
      draft.passedOver(
        `signatures and statements of ${image}: no key is named to verify them with (--verify-key)`,
      );
    return;
  }
  const { verified, refused } = await verifyImage(store, raw.digest, trust);
  for (const one of verified) addStatement(draft, stated, one);
  if (refused.length > 0 && verified.length === 0) addRefused(draft, image, refused);
  else if (refused.length > 0)
    draft.passedOver(
      `${refused.length} signatures and statements of ${image} by others than those who count`,
    );
}

function addStatement(draft: Draft, { image, identities }: StatedImage, said: VerifiedStatement): void {
  const { predicateType, artifact, signer } = said;
  const statement = draft.node("statement", artifact, { says: kindName(predicateType), "signed by": signer });
  draft.claim({
    ...{ from: image, to: statement, says: "is stated by", restsOn: "what refers to the image" },
    verifiedBy: "the signature was verified, and that the statement is about this digest",
    verify: () => ({ verdict: "holds", detail: `${kindName(predicateType)}, signed by ${signer}` }),
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
    // The statement names the commit at which the identity was first baked; it may have moved on since.
    isPast: true,
    verify: (): Verified => {
      if (identities.has(treeDigest)) return { verdict: "holds", detail: `the identity ${treeDigest}` };
      return {
        verdict: "unverified",
        detail: `no template has the identity ${treeDigest} now, which the statement is about`,
        remedy: `Trace it together with that commit, as ${name}@${commit}.`,
      };
    },
  });
}

function addRefused(
  draft: Draft,
  image: string,
  refused: readonly { readonly artifact: string; readonly fault: IdentikitError }[],
): void {
  for (const { artifact, fault } of refused)
    draft.claim({
      from: image,
      to: draft.node("statement", artifact),
      says: "is stated by",
      restsOn: "what refers to the image",
      verifiedBy: "the signature was verified with the keys and identities that count",
      verify: () => ({ verdict: "broken", code: fault.code, detail: fault.message, remedy: fault.remedy }),
    });
}
