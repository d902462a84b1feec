import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { PageHead } from "../components/shell/page-head.tsx";

/** Every kind of object. */
export function ObjectKindsPage({ model: { kinds }, frame: { title } }: PageDataOf<"object-kinds">) {
  return (
    <>
      <PageHead title={title} lead="Every kind of object, and how many there are of it." />
      <DataTable
        label="Kinds of objects"
        rows={kinds}
        keyOf={({ kind }) => kind}
        columns={[
          { title: "Kind", names: true, cell: ({ kind, href }) => <a href={href}>{kind}</a> },
          { title: "What it is", cell: ({ summary }) => summary },
          { title: "Written by", cell: ({ writtenBy }) => writtenBy },
          {
            title: "Objects",
            figures: true,
            cell: ({ count, isMore }) => (count === undefined ? "hidden" : `${count}${isMore ? "+" : ""}`),
          },
        ]}
      />
    </>
  );
}
