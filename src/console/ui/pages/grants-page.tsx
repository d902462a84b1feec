import type { GrantRow } from "../../models/secrets.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";

/** Who is given which secrets and configs. */
export function GrantsPage({
  frame,
  model: { secrets, configs, sealed, reads, offers },
}: PageDataOf<"grants">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead={
          <>
            <span>A refusal wins, then the narrowest subject.</span> <a href={sealed}>Sealed secrets</a>{" "}
            <a href={reads}>Reads</a>
          </>
        }
        actions={<ActionBar label="What can be done" offers={offers} />}
      />
      <GrantTable title="Secrets" id="secrets" grants={secrets} now={frame.now} />
      <GrantTable title="Configs" id="configs" grants={configs} now={frame.now} />
    </>
  );
}

function GrantTable({
  title,
  id,
  grants,
  now,
}: {
  readonly title: string;
  readonly id: string;
  readonly grants: readonly GrantRow[];
  readonly now: string;
}) {
  return (
    <Panel title={title} id={id} icon="key-round" count={grants.length} flush>
      <DataTable
        label={title}
        rows={grants}
        keyOf={({ name }) => name}
        empty={<p class="muted">Nothing is given.</p>}
        columns={[
          { title: "What", names: true, cell: ({ what, href }) => <a href={href}>{what}</a> },
          { title: "To", cell: ({ subject }) => <HiddenCharacters text={subject} most={200} /> },
          { title: "For", cell: ({ purpose }) => purpose },
          { title: "Effect", cell: ({ effect }) => <StatusWord phase={effect} /> },
          { title: "How", cell: ({ mount }) => mount ?? "–" },
          {
            title: "Until",
            cell: ({ expires, isExpired }) =>
              expires === undefined ? (
                "–"
              ) : isExpired ? (
                <StatusWord phase="Expired" />
              ) : (
                <Time at={expires} now={now} />
              ),
          },
        ]}
      />
    </Panel>
  );
}
