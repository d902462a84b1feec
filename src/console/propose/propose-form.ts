import { asFault } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import { type DraftApplied, noDraft } from "../draft/apply-forms.ts";
import { applyDraft, backAddress, type DraftPlace } from "../draft/draft-place.ts";
import { readDraft } from "../draft/draft-text.ts";
import type { FormValues } from "../form/form-values.ts";
import { withQuery } from "../page/address.ts";
import type { ChangeProposals } from "./change-proposals.ts";

/**
 * Opens a pull request with the draft that was reviewed. The server is asked first: only who could change the object by hand, were it not
 * the repository's, and only what it would take, gets there.
 * @throws {PageRefused} where there is no draft
 */
export async function proposeForm(
  place: DraftPlace,
  proposals: ChangeProposals,
  values: FormValues,
): Promise<DraftApplied> {
  const { key, kind, drafts, now } = place;
  const draft = await drafts.find(key, now);
  if (!draft) throw noDraft();
  const read = readDraft(draft.content);
  if (values.one("digest") !== digestOf(draft.content) || "reasons" in read)
    return {
      fault: {
        status: 409,
        code: "CONFLICT",
        message: "the draft has changed since this page was made",
        reasons: [],
      },
    };
  const rehearsed = await applyDraft(place, draft, { dryRun: true });
  if (!("fault" in rehearsed) || rehearsed.fault.code !== "MANAGED_BY_REPOSITORY")
    return {
      fault:
        "fault" in rehearsed
          ? rehearsed.fault
          : {
              status: 409,
              code: "CONFLICT",
              message: "the repository does not declare it any more",
              remedy: "Apply the draft instead.",
              reasons: [],
            },
    };
  try {
    const { url } = await proposals.open({
      kind: kind.kind,
      name: key.name,
      object: read.object,
      by: key.person.name,
    });
    await drafts.discard(key);
    // The browser stays here: it follows no form to another site (CSP form-action). The page has the link.
    return { next: withQuery(backAddress(key), { done: "pull-request", at: url }) };
  } catch (thrown) {
    const { code, message, remedy } = asFault(thrown);
    if (code === "INTERNAL") throw thrown;
    return { fault: { status: 422, code, message, remedy, reasons: [] } };
  }
}
