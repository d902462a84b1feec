import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { FindingEntry } from "../components/finding/finding-entry.tsx";
import { Graph } from "../components/plot/graph.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { FilterForm } from "../parts/filter-form.tsx";

/** Where an identity comes from and where it went. */
export function TracePage({ frame, model: { asked, graph, findings, hrefs } }: PageDataOf<"trace">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="Every link from a template's commit to what carries it, and back, verified when this page was made."
      />
      <FilterForm
        filter={{
          action: frame.address.split("?")[0] ?? "",
          fields: [{ name: "what", label: "A template, image digest, agent, stack or run", value: asked }],
          active: asked !== "",
        }}
        submit="Trace"
      />
      {graph === undefined ? (
        <EmptyState title="Nothing was asked yet" icon="search">
          Name a template, TEMPLATE@COMMIT, an image, an agent, an env directory, a stack or a run.
        </EmptyState>
      ) : (
        <>
          <Panel title="Links" id="graph" icon="network">
            <Graph
              id="trace"
              title={`Trace of ${asked}`}
              summary="What each thing was derived from, from left to right."
              nodes={graph.nodes.map(({ id, kind, name }) => ({
                ...{ id, kind, name, href: hrefs[id] },
                status: statusOf(graph, id),
              }))}
              edges={graph.links.map(({ from, to, says }) => ({ from, to, name: says }))}
            />
          </Panel>
          <Panel
            title="How each was verified"
            id="links"
            icon="shield-check"
            count={graph.links.length}
            flush
          >
            <DataTable
              label="Links"
              rows={graph.links}
              keyOf={({ id }) => id}
              columns={[
                {
                  title: "Link",
                  long: true,
                  names: true,
                  cell: ({ from, says, to }) => (
                    <HiddenCharacters text={`${from} ${says} ${to}`} most={300} />
                  ),
                },
                { title: "Verdict", cell: ({ verdict }) => <StatusWord phase={verdict} /> },
                {
                  title: "Rests on",
                  long: true,
                  cell: ({ restsOn }) => <HiddenCharacters text={restsOn} most={200} />,
                },
                { title: "Verified by", cell: ({ verifiedBy }) => verifiedBy },
                {
                  title: "Found",
                  long: true,
                  cell: ({ detail }) => <HiddenCharacters text={detail} most={300} />,
                },
              ]}
            />
          </Panel>
          {findings.length > 0 && (
            <Panel title="What does not hold" id="findings" icon="triangle-alert" count={findings.length}>
              <ul class="findings">
                {findings.map((finding) => (
                  <li key={`${finding.code} ${finding.subject} ${finding.path}`}>
                    <FindingEntry finding={finding} />
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {graph.notLookedAt.length > 0 && (
            <Panel title="Not looked at" id="not-looked-at" icon="eye-off">
              <ul>
                {graph.notLookedAt.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Panel>
          )}
        </>
      )}
    </>
  );
}

/** The worst that is known of the links that lead to a thing. */
function statusOf({ links }: NonNullable<PageDataOf<"trace">["model"]["graph"]>, id: string) {
  const verdicts = links.filter(({ to }) => to === id).map(({ verdict }) => verdict);
  return (["broken", "unverified", "holds"] as const).find((verdict) => verdicts.includes(verdict));
}
