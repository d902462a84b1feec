import { bundleAddress, bundleDraft } from "../bundle/bundle-forms.ts";
import { applyAddress, formAddress } from "../draft/draft-place.ts";
import { addressOf } from "../page/address.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";

/** What the viewer is writing. */
export interface DraftListModel {
  readonly drafts: readonly DraftEntry[];
}

export interface DraftEntry {
  readonly kind: string;
  /** Empty for a new object. */
  readonly name: string;
  readonly changed: string;
  readonly expires: string;
  readonly form: string;
  readonly review: string;
}

export async function loadDraftList({
  organization,
  viewer,
  sent,
}: PageAsk): Promise<LoadedPage<"draft-list">> {
  const drafts = (sent.drafts ?? []).map(({ kind, name, changed, expires }) => {
    if (kind === bundleDraft)
      return {
        ...{ kind: "Config bundle", name: "bundle", changed, expires },
        ...{ form: bundleAddress(organization), review: addressOf(organization, "review", "import") },
      };
    const key = { namespace: organization, person: viewer, kind, name };
    return { kind, name, changed, expires, form: formAddress(key), review: applyAddress(key) };
  });
  return { model: { drafts } };
}
