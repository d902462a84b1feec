import type { ListColumn, ListRow, ObjectListModel } from "../../models/object-list.ts";
import type { Frame, PageDataOf } from "../../page/page.ts";
import type { ShownFilter } from "../../page/shown.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { type DataColumn, DataTable } from "../components/data/data-table.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { Chip } from "../components/status/chip.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";
import { FilterForm } from "../parts/filter-form.tsx";

/** All objects of a kind. */
export function ObjectListPage({ frame, model }: PageDataOf<"object-list">) {
  const { kind, summary, columns, rows, next, create } = model;
  return (
    <>
      <PageHead
        title={frame.title}
        lead={summary}
        actions={<ActionBar label="What can be done" offers={[create]} />}
      />
      <FilterForm filter={shownFilter(frame, model.filter)} />
      <DataTable
        label={kind}
        columns={tableColumns(kind, columns, frame.now)}
        rows={rows}
        keyOf={({ name }) => name}
        empty={
          <EmptyState title={`No ${kind}`}>None is there, or none that the filter lets through.</EmptyState>
        }
      />
      {next !== undefined && (
        <nav class="pages" aria-label="More">
          <a rel="next" href={next}>
            Next page
          </a>
        </nav>
      )}
    </>
  );
}

function tableColumns(kind: string, columns: readonly ListColumn[], now: string): DataColumn<ListRow>[] {
  return [
    {
      title: "Name",
      names: true,
      cell: ({ name, href, isManaged }) => (
        <>
          <a href={href}>{name}</a> {isManaged && <Chip icon="git-branch">repository</Chip>}
        </>
      ),
    },
    ...columns.map(({ name, type }, at) => ({
      title: name,
      figures: type === "number",
      cell: ({ cells }: ListRow) => {
        const value = cells[at] ?? null;
        if (value === null) return "–";
        if (type === "phase") return <StatusWord phase={String(value)} kind={kind} />;
        if (type === "time") return <Time at={String(value)} now={now} />;
        return <HiddenCharacters text={String(value)} most={200} />;
      },
    })),
  ];
}

function shownFilter(
  { address }: Frame,
  { labels, fields, phase, phases }: ObjectListModel["filter"],
): ShownFilter {
  return {
    action: address.split("?")[0] ?? "",
    fields: [
      ...(phases.length > 0 ? [{ name: "phase", label: "Status", value: phase, options: phases }] : []),
      { name: "labels", label: "Labels, such as team=berths", value: labels },
      { name: "fields", label: "Fields, such as metadata.name=fixer", value: fields },
    ],
    active: labels !== "" || fields !== "" || phase !== "",
  };
}
