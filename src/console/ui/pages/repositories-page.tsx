import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";

/** The repositories that agents have to do with. */
export function RepositoriesPage({ frame, model: { repositories } }: PageDataOf<"repositories">) {
  return (
    <>
      <PageHead title={frame.title} lead="Where agents work, and what came in lately." />
      <DataTable
        label="Repositories"
        rows={repositories}
        keyOf={({ repository }) => repository}
        empty={
          <EmptyState title="No repository yet">
            One is listed with its first event, run or workspace. Dispatch an agent, or let a rule do it.
          </EmptyState>
        }
        columns={[
          {
            title: "Repository",
            names: true,
            cell: ({ repository, href }) => (
              <a href={href}>
                <HiddenCharacters text={repository} most={200} />
              </a>
            ),
          },
          { title: "Runs", figures: true, cell: ({ runs }) => runs },
          { title: "Workspaces", figures: true, cell: ({ workspaces }) => workspaces },
          { title: "Deliveries", figures: true, cell: ({ deliveries }) => deliveries },
          {
            title: "Seen",
            cell: ({ lastSeen }) => (lastSeen === undefined ? "–" : <Time at={lastSeen} now={frame.now} />),
          },
        ]}
      />
    </>
  );
}
