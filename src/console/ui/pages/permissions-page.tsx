import type { AccessEdge } from "../../../agents/admission/access/access-graph.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { RoleMatrix } from "../components/grants/role-matrix.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { Notice } from "../components/states/notice.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";

/** Who has which role where and is given what. */
export function PermissionsPage({ frame, model }: PageDataOf<"permissions">) {
  const { bindings, grants, roles, missing, lists, offers } = model;
  const differing = bindings.filter(({ drift }) => drift !== undefined);
  return (
    <>
      <PageHead
        title={frame.title}
        lead={lists.map(({ word, href }) => (
          <a key={href} href={href}>
            {word}
          </a>
        ))}
        actions={<ActionBar label="What can be done" offers={offers} />}
      />
      {(missing.length > 0 || differing.length > 0) && (
        <Notice
          tone="warn"
          icon="triangle-alert"
          title="The database differs from the repository"
          happened={[...missing, ...differing.map(({ by }) => by)].join(", ")}
          stillTrue="No run is dispatched by a binding that differs, until both agree."
          canBeDone="Run identikit apply, or change the repository by a pull request."
        />
      )}
      <Panel title="Roles" id="roles" icon="shield" flush>
        <RoleMatrix bindings={bindings} />
      </Panel>
      <Panel title="Grants" id="grants" icon="key-round" count={grants.length} flush>
        <GrantEdges grants={grants} />
      </Panel>
      <Panel title="What each role gives" id="rules" icon="list-checks" count={roles.length}>
        {roles.map(({ name, rules }) => (
          <details key={name}>
            <summary>{name}</summary>
            <ul>
              {rules.map((rule) => (
                <li key={rule}>
                  <code>{rule}</code>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </Panel>
    </>
  );
}

function GrantEdges({ grants }: { readonly grants: readonly AccessEdge[] }) {
  return (
    <DataTable
      label="Grants"
      rows={grants}
      keyOf={({ by }) => by}
      empty={<p class="muted">Nothing is given to anybody.</p>}
      columns={[
        { title: "To", names: true, cell: ({ from }) => <HiddenCharacters text={from} most={200} /> },
        { title: "What", cell: ({ to }) => to },
        { title: "Effect", cell: ({ effect }) => <StatusWord phase={effect} /> },
        { title: "Where", cell: ({ scope }) => scope },
        { title: "By", cell: ({ by }) => <code>{by}</code> },
        { title: "Look at", cell: ({ warnings }) => (warnings.length === 0 ? "–" : warnings.join("; ")) },
      ]}
    />
  );
}
