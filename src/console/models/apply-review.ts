import { manifestYaml } from "../../agents/crds/manifest-stream.ts";
import { apiGroup, type Resource } from "../../agents/resource/resource.ts";
import { digestOf } from "../../tree/digest.ts";
import { textDifference } from "../../tree/text-difference.ts";
import { associationsOf } from "../associations/associations-of.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import { noDraft } from "../draft/apply-forms.ts";
import { backAddress, writtenYaml } from "../draft/draft-place.ts";
import { readDraft } from "../draft/draft-text.ts";
import { type ContestedField, threeWay } from "../draft/three-way.ts";
import { declaredYaml } from "../object/apply-command.ts";
import { addressOf } from "../page/address.ts";
import { listAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { checkedFormAddress } from "./object-form.ts";
import { kindOfPlural } from "./object-list.ts";
import type { ReviewedTarget, ReviewImpact } from "./review.ts";

/** What comes of a draft if it is applied. */
export interface ApplyReviewModel {
  readonly target: ReviewedTarget;
  /** From what is there to what would be there, with the defaults of the server. */
  readonly difference: readonly string[];
  readonly impact: ReviewImpact;
  readonly hidden: Readonly<Record<string, string>>;
  readonly offer: ActionOffer;
  /** The form, with everything that is wrong at its field. */
  readonly form: string;
  readonly yaml: string;
  readonly isManaged: boolean;
  readonly fault?: ServerFault;
  /** Somebody else has changed it since the draft began. */
  readonly conflict?: DraftConflict;
}

export interface DraftConflict {
  /** What the other one changed. */
  readonly theirs: readonly string[];
  /** What the draft changes. */
  readonly mine: readonly string[];
  /** Fields that only the other one has changed. */
  readonly taken: readonly string[];
  readonly contested: readonly ContestedField[];
}

/** Lines of a difference that are shown. */
const mostLines = 400;

export async function loadApplyReview(ask: PageAsk): Promise<LoadedPage<"apply-review">> {
  const { organization, objects, sent, viewer } = ask;
  const kind = kindOfPlural(sent.values.one("kind") ?? "");
  const name = sent.values.one("name") ?? "";
  const { draft, rehearsed } = sent;
  if (draft?.changed === undefined) throw noDraft();
  const key = { namespace: organization, person: viewer, kind: kind.plural, name };
  const object = name === "" ? undefined : await objects.get(kind, name);
  const now = object ? declaredYaml(object) : "";
  const isManaged = object?.metadata.managedByRepository ?? false;
  const verb = name === "" ? "create" : "update";
  const right = {
    namespace: organization,
    apiGroup,
    verb,
    resource: kind.plural,
    ...(name === "" ? {} : { name }),
  };
  const rehearsedFault = rehearsed && "fault" in rehearsed ? rehearsed.fault : undefined;
  const isMoved =
    object !== undefined && object.metadata.resourceVersion !== draft.version && now !== draft.base;
  const fault =
    sent.fault ??
    (isManaged && rehearsedFault?.code === "MANAGED_BY_REPOSITORY" ? undefined : rehearsedFault);
  const label = isManaged ? "Open a pull request" : "Apply";
  return {
    title: name === "" ? `Apply a new ${kind.kind}` : `Apply ${name}`,
    crumbs: [{ word: kind.kind, href: listAddress(organization, kind), what: "Kind" }],
    model: {
      target: {
        kind: kind.kind,
        name,
        href: backAddress(key),
        ...(object ? { version: object.metadata.resourceVersion } : {}),
      },
      difference: textDifference(now, afterText(sent, kind, draft.content), mostLines),
      impact: await draftImpact(ask, { object, right, isManaged }),
      hidden: { kind: kind.plural, name, digest: digestOf(draft.content) },
      offer: offerOf(ask, { label, right, isManaged, fault, isMoved }),
      form: checkedFormAddress(key),
      yaml: draft.content,
      isManaged,
      ...(fault ? { fault } : {}),
      ...(isMoved ? { conflict: conflictOf(draft, now) } : {}),
    },
  };
}

/** What policy says of a draft. */
async function draftImpact(
  { objects, sent: { rehearsed, proposal } }: PageAsk,
  {
    object,
    right,
    isManaged,
  }: Pick<Offered, "right" | "isManaged"> & { readonly object: Resource | undefined },
): Promise<ReviewImpact> {
  const touches = object ? (await associationsOf(objects, object)).namedBy : [];
  if (isManaged) {
    const others = ["The repository declares this object: whoever reviews its pull requests decides."];
    return { rights: [], touches, others: [...others, ...(proposal ? [proposal.words] : [])] };
  }
  const rights = objects.rights.explained([right]);
  if (!rehearsed) return { rights, touches, others: [] };
  const rehearsal =
    "fault" in rehearsed
      ? { isDone: false, message: `${rehearsed.fault.code}: ${rehearsed.fault.message}` }
      : { isDone: true, message: "The server would take it, with strict validation." };
  return { rights, touches, others: [], rehearsal };
}

interface Offered {
  readonly label: string;
  readonly right: Parameters<PageAsk["objects"]["rights"]["answer"]>[0][number];
  readonly isManaged: boolean;
  readonly fault: ServerFault | undefined;
  readonly isMoved: boolean;
}

function offerOf(
  { organization, objects, sent }: PageAsk,
  { label, right, isManaged, fault, isMoved }: Offered,
): ActionOffer {
  const href = addressOf(organization, "actions", isManaged ? "pull-request" : "apply");
  const obstacle = isMoved
    ? {
        reason: "Somebody else has changed it since the draft began.",
        remedy: "Choose below what becomes of both changes.",
      }
    : isManaged && sent.proposal?.reason !== undefined
      ? { reason: sent.proposal.reason, remedy: "Copy the YAML below into the repository." }
      : fault
        ? { reason: `${fault.code}: the server would refuse it.`, remedy: "Fix it in the form." }
        : undefined;
  return objects.rights.offer(
    { word: label, href },
    isManaged ? { allowed: true } : objects.rights.answer([right]),
    obstacle,
  );
}

/** What a dry run would store; where it was refused, the draft as it stands. */
function afterText(
  { rehearsed }: PageAsk["sent"],
  kind: Parameters<typeof writtenYaml>[0],
  content: string,
): string {
  if (rehearsed && !("fault" in rehearsed)) return writtenYaml(kind, rehearsed.body);
  const read = readDraft(content);
  return "object" in read ? manifestYaml(read.object) : content;
}

function conflictOf(
  { base, content }: { readonly base: string; readonly content: string },
  now: string,
): DraftConflict {
  const [was, they, me] = [base, now, content].map((text) => {
    const read = readDraft(text);
    return "object" in read ? read.object : {};
  });
  const { taken, contested } = threeWay(was, they, me);
  return {
    theirs: textDifference(base, now, mostLines),
    mine: textDifference(base, content, mostLines),
    taken: taken.map(({ path }) => path.join(".")),
    contested,
  };
}
