import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { ContextPreview } from "../compose/context-preview.tsx";
import { FaultNotice } from "../form/fault-notice.tsx";
import { FieldList } from "../form/field-list.tsx";
import { WhyNot } from "../parts/why-not.tsx";
import { ImpactPanel } from "../review/impact-panel.tsx";

/** A run that is being put together; its context and the admission stand below before anything starts. */
export function ComposerPage({ model, frame }: PageDataOf<"composer">) {
  const { action, fields, fault, preview, rights, offer, hidden } = model;
  return (
    <>
      <PageHead title={frame.title} />
      {fault && <FaultNotice fault={fault} />}
      <form class="panel form" method="post" action={action} noValidate>
        <input type="hidden" name="csrf" value={frame.csrf} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FieldList fields={fields} />
        {preview && <ContextPreview preview={preview} />}
        {preview && <ImpactPanel impact={{ rights, others: [], touches: [] }} />}
        <WhyNot offer={offer} />
        <div class="actions">
          <button
            class={offer.reason === undefined ? "action" : "action first"}
            type="submit"
            name="do"
            value="preview"
          >
            Preview
          </button>
          <button
            class="action first"
            type="submit"
            name="do"
            value="dispatch"
            disabled={offer.reason !== undefined}
            aria-describedby={offer.reason === undefined ? undefined : "why-not"}
          >
            {offer.word}
          </button>
        </div>
      </form>
    </>
  );
}
