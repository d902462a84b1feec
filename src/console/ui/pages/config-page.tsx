import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { FilterForm } from "../parts/filter-form.tsx";

const scopes = ["builtin", "global", "type", "instance"] as const;

/** The rows of the config database. */
export function ConfigPage({ frame, model: { rows, total, filter, agents, offers } }: PageDataOf<"config">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="The rows that agents' environments are made from, by scope."
        actions={<ActionBar label="What can be done with the rows" offers={offers} />}
      />
      <FilterForm
        filter={{
          action: frame.address.split("?")[0] ?? "",
          fields: [
            { name: "table", label: "Table", value: filter.table },
            { name: "scope", label: "Scope", value: filter.scope, options: scopes },
            { name: "key", label: "Key", value: filter.key },
          ],
          active: filter.table !== "" || filter.scope !== "" || filter.key !== "",
        }}
      />
      <Panel title="Rows" id="rows" icon="database" count={total} flush>
        <DataTable
          label="Rows"
          rows={rows}
          keyOf={({ table, scope, reference, key }) => JSON.stringify([table, scope, reference, key])}
          empty={<EmptyState title="No rows">identikit config sync writes the repository's.</EmptyState>}
          columns={[
            { title: "Key", names: true, cell: ({ key }) => <HiddenCharacters text={key} most={200} /> },
            { title: "Table", cell: ({ table }) => table },
            {
              title: "Scope",
              cell: ({ scope, reference }) => (reference === "" ? scope : `${scope} ${reference}`),
            },
            {
              title: "Value",
              long: true,
              cell: ({ enabled, value }) =>
                enabled ? (
                  <HiddenCharacters text={value} most={300} />
                ) : (
                  <StatusWord phase="removed" word="taken away" />
                ),
            },
          ]}
        />
        {total > rows.length && (
          <p class="muted">{`${total - rows.length} more: narrow the filter, or use identikit config list.`}</p>
        )}
      </Panel>
      <Panel title="Agents" id="agents" icon="bot" count={agents.length}>
        {agents.length === 0 && <p class="muted">No row of the table agent names one.</p>}
        <ul class="row">
          {agents.map(({ name, href }) => (
            <li key={name}>
              <a href={href}>{name}</a>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

/** The sealed secrets by name. */
export function SealedSecretsPage({ frame, model: { secrets } }: PageDataOf<"sealed-secrets">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="Names and versions. A value is shown nowhere, and has no way to this page."
      />
      <DataTable
        label="Sealed secrets"
        rows={secrets}
        keyOf={({ name }) => name}
        empty={
          <EmptyState title="No secrets">
            identikit secret set NAME seals one; its value comes from standard input.
          </EmptyState>
        }
        columns={[
          { title: "Name", names: true, cell: ({ name }) => name },
          { title: "Version", cell: ({ version }) => <code>{version}</code> },
          { title: "Key", cell: ({ keyId }) => <code>{keyId}</code> },
          { title: "Reads", cell: ({ reads }) => <a href={reads}>who read it</a> },
        ]}
      />
    </>
  );
}
