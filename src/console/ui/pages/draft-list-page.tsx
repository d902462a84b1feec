import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { Time } from "../components/time/time.tsx";

/** What the viewer is writing. */
export function DraftListPage({ model: { drafts }, frame: { title, now } }: PageDataOf<"draft-list">) {
  return (
    <>
      <PageHead title={title} lead="Only you see them. Nothing of them counts before it is applied." />
      <DataTable
        label="Drafts"
        rows={drafts}
        keyOf={({ form }) => form}
        empty={<EmptyState title="You have no drafts">A form keeps one for you when you save it.</EmptyState>}
        columns={[
          {
            title: "Draft",
            names: true,
            cell: ({ kind, name, form }) => <a href={form}>{name === "" ? `New (${kind})` : name}</a>,
          },
          { title: "Kind", cell: ({ kind }) => kind },
          { title: "Saved", cell: ({ changed }) => <Time at={changed} now={now} /> },
          { title: "Kept until", cell: ({ expires }) => <Time at={expires} now={now} /> },
          {
            title: "Next",
            cell: ({ kind, name, review }) => (
              <a href={review}>{`Review ${name === "" ? `the new ${kind}` : name}`}</a>
            ),
          },
        ]}
      />
    </>
  );
}
