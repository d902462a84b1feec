import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { FaultNotice } from "../form/fault-notice.tsx";
import { FieldList } from "../form/field-list.tsx";
import { WhyNot } from "../parts/why-not.tsx";
import { DifferenceLines } from "../review/difference-lines.tsx";
import { ImpactPanel } from "../review/impact-panel.tsx";

/** What is about to be done, to what, by which right; and the button that does it. */
export function ReviewPage({ model, frame }: PageDataOf<"review">) {
  const { does, target, difference, impact, fields, hidden, offer, fault } = model;
  return (
    <>
      <PageHead title={frame.title} />
      {fault && <FaultNotice fault={fault} />}
      <section class="panel" aria-labelledby="target">
        <h2 id="target">Target</h2>
        <p>{does}</p>
        <dl class="facts">
          <dt>{target.kind}</dt>
          <dd>
            <a href={target.href}>{target.name === "" ? "all of them" : target.name}</a>
          </dd>
          {target.phase !== undefined && (
            <>
              <dt>Status</dt>
              <dd>{target.phase}</dd>
            </>
          )}
          {target.repository !== undefined && (
            <>
              <dt>Repository</dt>
              <dd>{target.repository}</dd>
            </>
          )}
          {target.version !== undefined && (
            <>
              <dt>Version</dt>
              <dd>{target.version}</dd>
            </>
          )}
        </dl>
      </section>
      {difference && (
        <section class="panel" aria-labelledby="difference">
          <h2 id="difference">What changes</h2>
          <DifferenceLines lines={difference} />
        </section>
      )}
      <ImpactPanel impact={impact} />
      <form class="panel form" method="post" action={offer.href} aria-label={offer.word}>
        <input type="hidden" name="csrf" value={frame.csrf} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FieldList fields={fields} />
        <WhyNot offer={offer} />
        <div class="actions">
          <button
            class={offer.weight === "danger" ? "action danger" : "action first"}
            type="submit"
            disabled={offer.reason !== undefined}
            aria-describedby={offer.reason === undefined ? undefined : "why-not"}
          >
            {offer.word}
          </button>
          <a class="action" href={target.href}>
            Back
          </a>
        </div>
      </form>
    </>
  );
}
