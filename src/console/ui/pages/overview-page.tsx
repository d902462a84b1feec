import type { AttentionEntry } from "../../models/overview/attention.ts";
import type { PageDataOf } from "../../page/page.ts";
import { Counter } from "../components/data/counter.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { statusMark } from "../components/status/status-marks.ts";
import { ToneWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";
import { PlotPanel } from "../parts/plot-panel.tsx";
import { RunRows } from "../parts/run-rows.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";
import { ShownRows } from "../parts/shown-rows.tsx";

/** What needs a person stands before what goes well. */
export function OverviewPage({ model, frame: { now, title } }: PageDataOf<"overview">) {
  const { counters, attention, runs, approvals, plots, sections } = model;
  return (
    <>
      <PageHead title={title} lead="What needs a person, and what is going on." />
      <div class="grid counters">
        {counters.map(({ label, kind, phase, value, more, href }) => (
          <Counter
            key={label}
            label={label}
            value={more ? `${value}+` : value}
            icon={statusMark(phase, kind).icon}
            tone={value > 0 ? statusMark(phase, kind).tone : undefined}
            href={href}
          />
        ))}
      </div>
      <Panel id="attention" title="Needs attention" icon="triangle-alert" count={attention.length} flush>
        {attention.length === 0 ? (
          <p class="pad muted">Nothing is out of order. What is to be decided is listed below.</p>
        ) : (
          <ul class="attention">
            {attention.map((one) => (
              <AttentionLine key={one.href + one.what} entry={one} now={now} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel id="runs" title="Runs under way" icon="play" count={runs?.length} flush>
        {runs ? (
          <RunRows runs={runs} now={now} empty="No run is under way." />
        ) : (
          <p class="pad muted">You may not list runs.</p>
        )}
      </Panel>
      <Panel id="approvals" title="To decide" icon="shield" count={approvals?.rows.length} flush>
        {approvals ? (
          <ShownRows label="To decide" table={approvals} now={now} />
        ) : (
          <p class="pad muted">You may not list approvals.</p>
        )}
      </Panel>
      <PlotPanel id="over-time" title="Over time" plots={plots} />
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={now} />
      ))}
    </>
  );
}

const icons = { bad: "circle-x", warn: "triangle-alert", wait: "circle-pause" } as const;

function AttentionLine({ entry, now }: { readonly entry: AttentionEntry; readonly now: string }) {
  const { tone, what, name, href, why, remedy, since } = entry;
  return (
    <li class="stack tight">
      <p class="row">
        <ToneWord tone={tone} icon={icons[tone]} word={what} />
        <a href={href}>{name}</a>
        {since !== undefined && (
          <span class="small muted">
            <Time at={since} now={now} />
          </span>
        )}
      </p>
      <p class="any-text">
        <HiddenCharacters text={why} most={500} />{" "}
        {remedy !== undefined && (
          <span class="muted">
            <HiddenCharacters text={remedy} most={500} />
          </span>
        )}
      </p>
    </li>
  );
}
