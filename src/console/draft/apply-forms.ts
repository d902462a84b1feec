import { fieldsOf } from "../../fault/thrown.ts";
import { digestOf } from "../../tree/digest.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import type { FormValues } from "../form/form-values.ts";
import { withQuery } from "../page/address.ts";
import { objectAddress } from "../page/object-address.ts";
import { PageRefused } from "../page/page-refused.ts";
import {
  applyAddress,
  applyDraft,
  backAddress,
  currentContent,
  type DraftPlace,
  pageRefusal,
} from "./draft-place.ts";
import { readDraft, withWishes } from "./draft-text.ts";
import { threeWay } from "./three-way.ts";

/** What came of an apply: where one goes on, or why it was not done. */
export type DraftApplied = { readonly next: string } | { readonly fault: ServerFault };

/**
 * Applies the draft that was reviewed, and no other; or settles a conflict with what somebody else has changed meanwhile.
 * @throws {PageRefused} where there is no draft
 */
export async function applyForm(place: DraftPlace, values: FormValues): Promise<DraftApplied> {
  const { key, drafts, now } = place;
  const draft = await drafts.find(key, now);
  if (!draft) throw noDraft();
  const way = values.one("resolve");
  if (way !== undefined) return await settle(place, draft, way);
  if (values.one("digest") !== digestOf(draft.content)) return { fault: otherDraft };
  const done = await applyDraft(place, draft, { dryRun: false });
  if ("fault" in done) return done;
  await drafts.discard(key);
  const name = String(fieldsOf(done.body.metadata).name ?? key.name);
  return { next: withQuery(objectAddress(key.namespace, place.kind, name), { done: "apply" }) };
}

export function noDraft(): PageRefused {
  return new PageRefused(
    404,
    "There is no draft to review.",
    "Open the form, change something, and review it.",
  );
}

const otherDraft: ServerFault = {
  status: 409,
  code: "CONFLICT",
  message: "the draft has changed since this page was made",
  remedy: "This page shows it as it is now: look at it, and apply again.",
  reasons: [],
};

/** The three ways out: the draft as it is, what the other one made, or both together. */
async function settle(
  place: DraftPlace,
  draft: { readonly content: string; readonly base: string },
  way: string,
): Promise<DraftApplied> {
  const { key, drafts, now } = place;
  if (way === "theirs") {
    await drafts.discard(key);
    return { next: withQuery(backAddress(key), { done: "discard" }) };
  }
  if (way !== "mine" && way !== "both")
    throw new PageRefused(422, "A conflict is settled by mine, theirs or both.");
  const { base, version } = await currentContent(place);
  const content = way === "mine" ? draft.content : merged(draft, base);
  await drafts.save(key, { content, base, version }, now);
  return { next: applyAddress(key) };
}

/** The draft with what only the other one has changed. Where both changed a field, the draft's stays; the review shows it. */
function merged(
  { content, base }: { readonly content: string; readonly base: string },
  theirs: string,
): string {
  const [was, they, me] = [base, theirs, content].map(readDraft);
  if (!was || !they || !me || !("object" in was && "object" in they && "object" in me))
    throw pageRefusal({
      status: 422,
      code: "DOCUMENT_INVALID",
      message: "the draft cannot be read",
      remedy: "Fix its YAML first.",
      reasons: [],
    });
  return withWishes(content, threeWay(was.object, they.object, me.object).taken);
}
