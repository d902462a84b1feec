import type { Kind } from "../../agents/kinds/kind.ts";
import { asFault } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import type { FormServices } from "../console-forms.ts";
import { type DraftApplied, noDraft } from "../draft/apply-forms.ts";
import { applyDraft, backAddress, type DraftPlace } from "../draft/draft-place.ts";
import { readDraft } from "../draft/draft-text.ts";
import type { FormValues } from "../form/form-values.ts";
import { withQuery } from "../page/address.ts";

/**
 * Opens a pull request with the draft that was reviewed. The server is asked first: only who could change the object by hand, were it not
 * the repository's, and only what it would take, gets there.
 * @throws {PageRefused} where there is no draft
 */
export async function proposeForm(
  place: DraftPlace,
  { proposals, onFault }: Pick<FormServices, "proposals" | "onFault">,
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
    const began = readDraft(draft.base);
    const { url } = await proposals.open({
      ...{ kind: kind.kind, name: key.name, by: key.person.name },
      was: "object" in began ? began.object : {},
      is: read.object,
      asStored: (object) => asStored(kind, object),
    });
    // The pull request is open, whether or not the draft can be forgotten: sent again, it is found.
    await drafts.discard(key).catch(onFault);
    // The browser stays here: it follows no form to another site (CSP form-action). The page has the link.
    return { next: withQuery(backAddress(key), { done: "pull-request", at: url }) };
  } catch (thrown) {
    const { code, message, remedy } = asFault(thrown);
    if (code === "INTERNAL") throw thrown;
    return { fault: { status: code === "CONFLICT" ? 409 : 422, code, message, remedy, reasons: [] } };
  }
}

/** The object of a file with the defaults of its kind; one that the kind does not take stays as it is. */
function asStored({ spec }: Kind, object: Readonly<Record<string, unknown>>): object {
  const parsed = spec.safeParse(object.spec);
  return parsed.success ? { ...object, spec: parsed.data } : object;
}
