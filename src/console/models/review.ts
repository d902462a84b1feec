import { manifestYaml } from "../../agents/crds/manifest-stream.ts";
import { writtenOf } from "../../agents/manifest/plan-manifests.ts";
import { apiVersion, type Resource } from "../../agents/resource/resource.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { textDifference } from "../../tree/text-difference.ts";
import type { AssociatedObject } from "../associations/association.ts";
import { associationsOf } from "../associations/associations-of.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import { addressOf } from "../page/address.ts";
import type { FormField } from "../page/form-field.ts";
import { listAddress, objectAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";
import type { ExplainedRight } from "../page/viewer-rights.ts";
import { reviewOf } from "../review/all-reviews.ts";
import { reviewScene } from "../review/review-scene.ts";
import type { ReviewedAction, ReviewScene } from "../review/reviewed-action.ts";
import { kindOfPlural } from "./object-list.ts";

/** What somebody sees before something is done. */
export interface ReviewModel {
  readonly action: string;
  /** What comes of it, in words. */
  readonly does: string;
  readonly target: ReviewedTarget;
  /** What changes, as lines of a unified difference; left out where the action changes no manifest. */
  readonly difference?: readonly string[];
  readonly impact: ReviewImpact;
  readonly fields: readonly FormField[];
  /** What the form sends along unseen. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Where the form goes, and whether it can. */
  readonly offer: ActionOffer;
  /** Why it was not done, where it was tried. */
  readonly fault?: ServerFault;
}

export interface ReviewedTarget {
  readonly kind: string;
  readonly name: string;
  readonly href: string;
  readonly phase?: string;
  readonly repository?: string;
  /** The change that made it what it is. */
  readonly version?: string;
}

/** What policy says of it. */
export interface ReviewImpact {
  readonly rights: readonly ExplainedRight[];
  /** Who else has a say, and what is asked later, a sentence each. */
  readonly others: readonly string[];
  /** What refers to the target, and so is looked at again. */
  readonly touches: readonly AssociatedObject[];
  /** What a dry run on the server came to. */
  readonly rehearsal?: { readonly isDone: boolean; readonly message: string };
}

/** Lines of a difference that are shown. */
const mostLines = 400;

export async function loadReview(ask: PageAsk): Promise<LoadedPage<"review">> {
  const { organization, objects, params, sent } = ask;
  const kind = kindOfPlural(sent.values.one("kind") ?? "");
  const review = reviewOf(params.action ?? "", kind.plural);
  if (!review)
    throw new PageRefused(404, `There is no action ${JSON.stringify(params.action)} on ${kind.plural}.`);
  const name = review.makes ? "" : (sent.values.one("name") ?? "");
  const object: Resource | undefined = review.makes ? undefined : await objects.get(kind, name);
  const scene = await reviewScene(ask, { kind, name }, object);
  const { uid = "", resourceVersion = "" } = object?.metadata ?? {};
  const difference = differenceOf(review, scene);
  return {
    title: object ? `${review.label}: ${name}` : `${review.label}: new ${kind.kind}`,
    crumbs: [
      { word: kind.kind, href: listAddress(organization, kind), what: "Kind" },
      ...(object ? [{ word: name, href: objectAddress(organization, kind, name), what: kind.kind }] : []),
    ],
    model: {
      ...{ action: review.action, does: review.does, target: targetOf(scene) },
      ...(difference === undefined ? {} : { difference }),
      impact: await impactOf(ask, review, scene),
      fields: review.fields?.(scene) ?? [],
      hidden: { kind: kind.plural, ...(object ? { name, uid, version: resourceVersion } : {}) },
      offer: offerOf(ask, review, scene),
      ...(sent.fault ? { fault: sent.fault } : {}),
    },
  };
}

function targetOf({ organization, kind, name, object, repository }: ReviewScene): ReviewedTarget {
  const { phase } = fieldsOf(object?.status);
  return {
    ...{ kind: kind.kind, name },
    href: object ? objectAddress(organization, kind, name) : listAddress(organization, kind),
    ...(typeof phase === "string" ? { phase } : {}),
    ...(repository === undefined ? {} : { repository }),
    ...(object ? { version: object.metadata.resourceVersion } : {}),
  };
}

function offerOf(
  { organization, objects }: PageAsk,
  review: ReviewedAction,
  scene: ReviewScene,
): ActionOffer {
  const { action, label, isGrave = false } = review;
  return objects.rights.offer(
    { word: label, href: addressOf(organization, "actions", action), weight: isGrave ? "danger" : "first" },
    objects.rights.answer(review.rights(scene)),
    review.obstacle?.(scene),
  );
}

function differenceOf({ removes }: ReviewedAction, { object }: ReviewScene): readonly string[] | undefined {
  if (!removes || !object) return undefined;
  return textDifference(manifestYaml({ apiVersion, ...writtenOf(object) }), "", mostLines);
}

async function impactOf(ask: PageAsk, review: ReviewedAction, scene: ReviewScene): Promise<ReviewImpact> {
  const { objects, sent } = ask;
  const { rehearsed } = sent;
  // What names the target is looked at again only where the target changes for them.
  const touches = review.removes && scene.object ? (await associationsOf(objects, scene.object)).namedBy : [];
  return {
    rights: objects.rights.explained(review.rights(scene)),
    others: othersOf(review, scene),
    touches,
    ...(rehearsed === undefined
      ? {}
      : {
          rehearsal:
            "fault" in rehearsed
              ? { isDone: false, message: `${rehearsed.fault.code}: ${rehearsed.fault.message}` }
              : { isDone: true, message: "The server would do it." },
        }),
  };
}

/** Who else has a say. */
function othersOf({ action }: ReviewedAction, { object, stack }: ReviewScene): readonly string[] {
  const [spec, status] = [fieldsOf(object?.spec), fieldsOf(object?.status)];
  if (action === "approve") {
    const decisions = Array.isArray(status.decisions) ? status.decisions : [];
    const open = Number(spec.needed ?? 1) - decisions.length;
    return [
      open > 1 ? `${open - 1} more must approve after you.` : "Yours is the last approval that is needed.",
      ...(Array.isArray(spec.approvers) ? [`Only these decide: ${spec.approvers.join(", ")}.`] : []),
      "Nobody approves what they asked for, unless the stack says so and the work is trusted.",
    ];
  }
  if (action === "write-back" || action === "move")
    return ["The write-back policies of rule and stack say whether a person approves it first."];
  if (["retry", "resume", "fork", "continue"].includes(action))
    return [
      `Admission is asked again when the attempt starts, also whether ${stack ?? "the stack"} is ready.`,
    ];
  return [];
}
