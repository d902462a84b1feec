import type { ServerFault } from "../../calls/server-fault.ts";
import type { BundlePlanned } from "../../models/bundle.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState, FailureState } from "../components/states/page-states.tsx";
import { ToneWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";
import { WhyNot } from "../parts/why-not.tsx";
import { DifferenceLines } from "../review/difference-lines.tsx";
import { ImpactPanel } from "../review/impact-panel.tsx";

/** A bundle that is sent, and what importing it would do. */
export function BundlePage({ frame, model: { longest, sent, discard, fault } }: PageDataOf<"bundle">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="What importing a bundle would create, change and delete. Nothing is written before you have reviewed it."
      />
      {fault && <NotImported fault={fault} waits={sent?.planned !== undefined} />}
      <form
        class="panel form"
        method="post"
        encType="multipart/form-data"
        action={frame.address.split("?")[0]}
        aria-label="Send a bundle"
      >
        <input type="hidden" name="csrf" value={frame.csrf} />
        <div class="field">
          <label for="bundle">Bundle</label>
          <input id="bundle" name="bundle" type="file" required aria-describedby="bundle-about" />
          <small id="bundle-about">{`A file that identikit config export wrote, of up to ${longest.toLocaleString("en")} characters. Larger ones: identikit config import.`}</small>
        </div>
        <label class="row">
          <input name="prune" type="checkbox" value="true" />
          Delete the rows that the bundle lacks
        </label>
        <div class="actions">
          <button class={sent ? "action" : "action first"} type="submit">
            Show the plan
          </button>
        </div>
      </form>
      {sent?.planned && <PlanPanel planned={sent.planned} at={sent.at} now={frame.now} />}
      {sent && (
        <div class="row">
          {sent.planned && <ActionBar label="What can be done with the bundle" offers={[sent.review]} />}
          <form method="post" action={discard} aria-label="Discard the bundle">
            <input type="hidden" name="csrf" value={frame.csrf} />
            <button class="action" type="submit">
              Discard the bundle
            </button>
          </form>
        </div>
      )}
    </>
  );
}

/** What an import changes, what policy says of it, and the button that does it. */
export function BundleReviewPage({ frame, model }: PageDataOf<"bundle-review">) {
  const { planned, back, impact, hidden, offer, fault } = model;
  return (
    <>
      <PageHead title={frame.title} lead="All of it is imported in one transaction, or nothing." />
      {fault && <NotImported fault={fault} />}
      {planned && <PlanPanel planned={planned} now={frame.now} />}
      <ImpactPanel impact={impact} />
      <form class="panel form" method="post" action={offer.href} aria-label={offer.word}>
        <input type="hidden" name="csrf" value={frame.csrf} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
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
          <a class="action" href={back}>
            Back
          </a>
        </div>
      </form>
    </>
  );
}

const marks = {
  create: { tone: "ok", icon: "file-plus", word: "Create" },
  change: { tone: "warn", icon: "file-pen", word: "Change" },
  delete: { tone: "bad", icon: "file-minus", word: "Delete" },
} as const;

/** Every row that would change, by scope, with what it was and is. */
function PlanPanel({
  planned: { plan, changes, scopes, more, waiting },
  at,
  now,
}: {
  readonly planned: BundlePlanned;
  readonly at?: string;
  readonly now: string;
}) {
  return (
    <>
      <Panel title="Plan" id="plan" icon="file-diff" count={changes}>
        <FactsList
          facts={[
            ["Bundle", <DigestText key="bundle" digest={plan.bundle} copies />],
            ["Sent", at === undefined ? undefined : <Time key="at" at={at} now={now} />],
            ["To create", String(plan.counts.create)],
            ["To change", String(plan.counts.change)],
            ["To delete", String(plan.counts.delete)],
            ["Rows that the bundle lacks", plan.prune ? "would be deleted" : "would stay"],
          ]}
        />
        {changes === 0 && (
          <EmptyState title="Nothing would change">The database has every row of it already.</EmptyState>
        )}
        {waiting.length > 0 && (
          <ul>
            {waiting.map((line) => (
              <li key={line}>
                <HiddenCharacters text={line} most={600} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {scopes.map(({ scope, rows }) => (
        <Panel
          key={scope}
          title={scope === "" ? "Agents, types and secrets" : `Scope ${scope}`}
          id={`scope-${scope || "none"}`}
          count={rows.length}
        >
          {rows.map(({ kind, table, key, lines }) => (
            <article class="finding" key={`${table} ${key}`}>
              <h3>
                <ToneWord {...marks[kind]} /> {table} <HiddenCharacters text={key} most={400} />
              </h3>
              {lines.length > 0 && <DifferenceLines lines={lines} />}
            </article>
          ))}
        </Panel>
      ))}
      {more > 0 && (
        <p class="muted">{`${more} more rows are not shown: identikit config plan --format json.`}</p>
      )}
    </>
  );
}

/** @param waits whether a bundle that was sent before is shown below */
function NotImported({
  fault: { code, message, remedy, reasons },
  waits = false,
}: {
  readonly fault: ServerFault;
  readonly waits?: boolean;
}) {
  return (
    <div role="alert">
      <FailureState
        {...{ code, message, reasons }}
        stillTrue={
          waits
            ? "Nothing was imported. The plan below is of the bundle that you sent before."
            : "Nothing was imported."
        }
        remedy={remedy ?? "Send another bundle."}
      />
    </div>
  );
}
