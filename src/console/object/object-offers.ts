import type { Kind } from "../../agents/kinds/kind.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { addressOf } from "../page/address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { PageAsk } from "../page/page-ask.ts";
import { reviewAddress } from "../page/review-address.ts";
import { allReviews } from "../review/all-reviews.ts";
import { reviewScene } from "../review/review-scene.ts";

/** Everything that can be done with an object, as admission has it; what cannot be done is there with the reason. */
export async function objectOffers(
  ask: PageAsk,
  kind: Kind,
  object: Resource,
): Promise<readonly ActionOffer[]> {
  const { objects, organization } = ask;
  const { name } = object.metadata;
  const scene = await reviewScene(ask, { kind, name }, object);
  const own = allReviews.filter((one) => !one.makes && (one.kinds?.includes(kind) ?? false));
  const remove = allReviews.filter(({ action }) => action === "delete");
  const offers = [...own, ...remove].map((review) => {
    const { action, label, isGrave = false } = review;
    const href = reviewAddress(organization, action, { kind: kind.plural, name });
    const answer = objects.rights.answer(review.rights(scene));
    return objects.rights.offer(
      { id: action, word: label, href, ...(isGrave ? { weight: "danger" as const } : {}) },
      answer,
      review.obstacle?.(scene),
    );
  });
  return [editOffer(ask, kind, object), ...offers];
}

/** The form of an object: what the repository declares is changed there, by a pull request. */
function editOffer({ objects, organization }: PageAsk, kind: Kind, { metadata }: Resource): ActionOffer {
  const { name, managedByRepository } = metadata;
  const href = addressOf(organization, "objects", kind.plural, name, "edit");
  const label = managedByRepository ? "Open a pull request" : "Edit";
  if (kind.storage === "record")
    return { id: "edit", word: label, href, reason: "Programs write these records while agents work." };
  // Who may change the repository is the forge's to say, and is asked there.
  const answer = managedByRepository
    ? objects.rights.may("get", kind, name)
    : objects.rights.may("update", kind, name);
  return objects.rights.offer({ id: "edit", word: label, href }, answer);
}
