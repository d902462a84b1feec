import type { DecideForm } from "../../models/approvals/approval.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { ApprovalCard } from "../components/run/approval-card.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { Notice } from "../components/states/notice.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { PatchPanel } from "../parts/patch-panel.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";

/** A decision: exactly what would be done, then who may say so, then the form. */
export function ApprovalPage({ model, frame: { now, title } }: PageDataOf<"approval">) {
  const { approval, runHref, decide, offers, over, sections, patch } = model;
  return (
    <>
      <PageHead title={title} />
      {over && (
        <Notice
          tone="idle"
          icon="info"
          title="It cannot be decided any more"
          happened={<HiddenCharacters text={over.happened} />}
          stillTrue="What it was about, and what people said, stays on record."
          canBeDone={over.remedy}
        />
      )}
      <ApprovalCard approval={approval} runHref={runHref} now={now} />
      {patch && <PatchPanel patch={patch} />}
      <Panel id="decide" title="Decide" icon="shield-check">
        {decide && <DecideFields form={decide} />}
        {offers.length > 0 && <ActionBar offers={offers} label="What you cannot decide" />}
      </Panel>
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
    </>
  );
}

/** It leads to the review, which says what follows before anything is decided. */
function DecideFields({ form: { kind, name, digest, approve, reject } }: { readonly form: DecideForm }) {
  if (approve === undefined && reject === undefined) return null;
  return (
    <form method="get" action={approve ?? reject} class="stack">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="digest" value={digest} />
      <p class="row">
        The decision holds for <DigestText digest={digest} copies /> and for nothing else.
      </p>
      <label for="comment">Comment</label>
      <textarea id="comment" name="comment" rows={3} maxLength={10_000} />
      <p class="row">
        {approve !== undefined && (
          <button type="submit" class="action first" formAction={approve}>
            Review and approve
          </button>
        )}
        {reject !== undefined && (
          <button type="submit" class="action danger" formAction={reject}>
            Review and reject
          </button>
        )}
      </p>
    </form>
  );
}
