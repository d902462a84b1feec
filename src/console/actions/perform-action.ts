import { fieldsOf } from "../../fault/thrown.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import type { ViewerCalls } from "../calls/viewer-calls.ts";
import type { FormValues } from "../form/form-values.ts";
import { kindOfPlural } from "../models/object-list.ts";
import { withQuery } from "../page/address.ts";
import { listAddress, objectAddress } from "../page/object-address.ts";
import { PageRefused } from "../page/page-refused.ts";
import { reviewOf } from "../review/all-reviews.ts";
import type { ReviewPlace } from "../review/reviewed-action.ts";

/** What came of a form that was to do something: where its sender goes on, or why it was not done. */
export type Performed = { readonly next: string } | { readonly fault: ServerFault };

/**
 * Does what a review's form asks for, with a request of the API in its sender's name.
 * @throws {PageRefused} for what is no action
 */
export async function performAction(
  calls: ViewerCalls,
  { organization, action }: { readonly organization: string; readonly action: string },
  values: FormValues,
): Promise<Performed> {
  const kind = kindOfPlural(values.one("kind") ?? "");
  const review = reviewOf(action, kind.plural);
  if (!review) throw new PageRefused(404, `There is no action ${JSON.stringify(action)} on ${kind.plural}.`);
  const place: ReviewPlace = { organization, kind, name: review.makes ? "" : (values.one("name") ?? "") };
  if (!review.makes && place.name === "")
    throw new PageRefused(422, "The form names nothing that it is about.");
  const answer = await calls.ask(review.call(place, values));
  if ("fault" in answer) return answer;
  const { name } = fieldsOf(answer.body.metadata);
  const target = review.makes && typeof name === "string" ? name : place.name;
  const next = review.removes ? listAddress(organization, kind) : objectAddress(organization, kind, target);
  return { next: withQuery(next, { done: action }) };
}
