import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { FaultNotice } from "../form/fault-notice.tsx";
import { FieldList } from "../form/field-list.tsx";

/** The form of an object. Fields and YAML are two ways to write one draft, which the server keeps. */
export function ObjectFormPage({ model, frame }: PageDataOf<"object-form">) {
  const { summary, action, hidden, tab, fields, yaml, fault, saved, isManaged, review, back } = model;
  return (
    <>
      <PageHead title={frame.title} />
      <p>{summary}</p>
      {isManaged && (
        <p class="notice tone-idle">
          The repository declares this object. What you write becomes a pull request.
        </p>
      )}
      {saved !== undefined && (
        <p>
          Draft, saved <time dateTime={saved}>{saved}</time>. Nothing of it counts before it is applied.
        </p>
      )}
      {fault && <FaultNotice fault={fault} />}
      {/* What is missing is told by the review; a draft may be saved as it is. */}
      <form class="panel form" method="post" action={action} noValidate>
        <input type="hidden" name="csrf" value={frame.csrf} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <fieldset class="tabs" aria-label="How it is written">
          <button type="submit" name="do" value="form" aria-pressed={tab === "form"}>
            Fields
          </button>
          <button type="submit" name="do" value="yaml" aria-pressed={tab === "yaml"}>
            YAML
          </button>
        </fieldset>
        {tab === "form" ? (
          <FieldList fields={fields} />
        ) : (
          <div class="field">
            <label for="yaml">YAML</label>
            <textarea id="yaml" name="yaml" class="code" rows={28} spellcheck={false} wrap="off">
              {yaml}
            </textarea>
          </div>
        )}
        {review.reason !== undefined && (
          <p class="reason" id="why-not">
            {review.reason} {review.remedy}
          </p>
        )}
        <div class="actions">
          <button
            class="action first"
            type="submit"
            name="do"
            value="review"
            disabled={review.reason !== undefined}
            aria-describedby={review.reason === undefined ? undefined : "why-not"}
          >
            {review.word}
          </button>
          <button class="action" type="submit" name="do" value="save">
            Save draft
          </button>
          <button class="action danger" type="submit" name="do" value="discard">
            Discard
          </button>
          <a class="action" href={back}>
            Back
          </a>
        </div>
      </form>
    </>
  );
}
