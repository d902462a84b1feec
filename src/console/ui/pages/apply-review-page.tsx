import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { FaultNotice } from "../form/fault-notice.tsx";
import { YamlPanel } from "../object/yaml-panel.tsx";
import { WhyNot } from "../parts/why-not.tsx";
import { ConflictPanel } from "../review/conflict-panel.tsx";
import { DifferenceLines } from "../review/difference-lines.tsx";
import { ImpactPanel } from "../review/impact-panel.tsx";

/** What a draft changes, what policy says of it, and the button that applies it. */
export function ApplyReviewPage({ model, frame }: PageDataOf<"apply-review">) {
  const { target, difference, impact, hidden, offer, form, yaml, isManaged, fault, conflict } = model;
  const hiddenFields = Object.entries({ csrf: frame.csrf, ...hidden }).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
  return (
    <>
      <PageHead title={frame.title} />
      {fault && <FaultNotice fault={fault} />}
      <section class="panel" aria-labelledby="target">
        <h2 id="target">Target</h2>
        <p>
          {target.kind} <a href={target.href}>{target.name === "" ? "new" : target.name}</a>
          {target.version !== undefined && ` at version ${target.version}`}
        </p>
      </section>
      {conflict && (
        <ConflictPanel conflict={conflict} action={offer.href ?? ""}>
          {hiddenFields}
        </ConflictPanel>
      )}
      <section class="panel" aria-labelledby="difference">
        <h2 id="difference">What changes</h2>
        <DifferenceLines lines={difference} />
      </section>
      <ImpactPanel impact={impact} />
      <form class="panel form" method="post" action={offer.href} aria-label={offer.word}>
        {hiddenFields}
        <WhyNot offer={offer} />
        <div class="actions">
          <button
            class="action first"
            type="submit"
            disabled={offer.reason !== undefined}
            aria-describedby={offer.reason === undefined ? undefined : "why-not"}
          >
            {offer.word}
          </button>
          <a class="action" href={form}>
            Back to the form
          </a>
        </div>
      </form>
      {isManaged && <YamlPanel yaml={yaml} command={undefined} />}
    </>
  );
}
