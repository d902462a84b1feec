import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { CommitChip } from "../components/status/chip.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";

/** The templates of the repository. */
export function TemplatesPage({ frame, model: { templates } }: PageDataOf<"templates">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="Where identities are written, and what each template resolved to."
      />
      <DataTable
        label="Templates"
        rows={templates}
        keyOf={({ name }) => name}
        empty={
          <EmptyState title="No templates">
            manifest.json names none. Add one to workspace_templates, and run identikit fetch.
          </EmptyState>
        }
        columns={[
          { title: "Template", names: true, cell: ({ name, href }) => <a href={href}>{name}</a> },
          {
            title: "Repository",
            cell: ({ repository }) => <HiddenCharacters text={repository} most={200} />,
          },
          { title: "Ref", cell: ({ ref }) => ref ?? "default branch" },
          {
            title: "Commit",
            cell: ({ commit }) =>
              commit === undefined ? (
                "not locked"
              ) : commit === "none" ? (
                "a directory"
              ) : (
                <CommitChip commit={commit} />
              ),
          },
          {
            title: "Tree",
            cell: ({ treeDigest }) =>
              treeDigest === undefined ? "–" : <DigestText digest={treeDigest} copies />,
          },
          { title: "Files", figures: true, cell: ({ files }) => files ?? "–" },
          { title: "Agents", figures: true, cell: ({ agents }) => agents.length },
        ]}
      />
    </>
  );
}

/** One template with its assets. */
export function TemplatePage({ frame, model: { template, agents, trace } }: PageDataOf<"template">) {
  const { repository, ref, path, locked } = template;
  return (
    <>
      <PageHead
        title={frame.title}
        lead={trace !== undefined && <a href={trace}>Trace it to images, environments and runs</a>}
      />
      <Panel title="Source" id="source" icon="git-branch">
        <FactsList
          facts={[
            ["Repository", <HiddenCharacters key="repository" text={repository} most={300} />],
            ["Ref", ref ?? "default branch"],
            ["Directory", path ?? "the repository's root"],
            ["Commit", locked ? (locked.commit ?? "a directory without a commit") : "not locked"],
            ["Tree digest", locked && <DigestText digest={locked.treeDigest} whole copies />],
          ]}
        />
      </Panel>
      <Panel title="Agents" id="agents" icon="bot" count={agents.length}>
        {agents.length === 0 ? (
          <p class="muted">No agent of agents.json is made from it.</p>
        ) : (
          <ul class="row">
            {agents.map(({ name, href }) => (
              <li key={name}>
                <a href={href}>{name}</a>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {locked && (
        <Panel title="Assets" id="assets" icon="file" count={locked.files.length} flush>
          <DataTable
            label="Assets"
            rows={locked.files}
            keyOf={(file) => file.path}
            columns={[
              {
                title: "Path",
                names: true,
                cell: (file) => <HiddenCharacters text={file.path} most={300} />,
              },
              { title: "Digest", cell: ({ digest }) => <DigestText digest={digest} /> },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
