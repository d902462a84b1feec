import { Counter } from "../components/data/counter.tsx";
import { DataTable } from "../components/data/data-table.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { counted } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { Graph } from "../components/plot/graph.tsx";
import { FailureState } from "../components/states/page-states.tsx";
import { CommitChip } from "../components/status/chip.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { durationWords } from "../components/time/time-words.ts";
import { AgentTable } from "./agent-table.tsx";
import { FindingList } from "./finding-list.tsx";
import { ImagePanels } from "./image-panels.tsx";
import { pipelineGraph } from "./pipeline-graph.ts";
import type { PipelineReportData } from "./pipeline-report-data.ts";
import { ReportHead } from "./report-head.tsx";
import { StepTimes } from "./step-times.tsx";

export interface PipelineReportProps {
  readonly data: PipelineReportData;
  /** Entries of each list that are shown at most. */
  readonly most: number;
}

/** What a pipeline came to: templates, images with their gate, agents, what is where, how long it took, what to do next. */
export function PipelineReport({ data, most }: PipelineReportProps) {
  const { templates, images, agents, steps, findings, faults, bundle } = data;
  const files = templates.reduce((sum, template) => sum + template.files, 0);
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  return (
    <main class="main" id="main">
      <ReportHead
        title="Pipeline"
        beside={<StatusWord phase={data.verdict} boxed />}
        lead={
          <code>
            <HiddenCharacters text={data.root} most={1000} />
          </code>
        }
        writtenAt={data.writtenAt}
        parts={[
          ["way", "The way"],
          ["templates", "Templates"],
          ["images", "Images"],
          ["agents", "Agents"],
          ["steps", "Steps"],
          ["next", "Next"],
        ]}
      />
      <p>
        {data.verdict !== "clean"
          ? "A check found something: look at the findings, then run the pipeline again."
          : data.changed
            ? "Every copy was made from its source, and compared with it."
            : "Nothing changed: every copy was compared with its source, and equals it."}
      </p>
      {faults.slice(0, most).map((fault) => (
        <FailureState key={fault.message} {...fault} stillTrue="The other parts of the chain were done." />
      ))}
      <div class="grid counters">
        <Counter label="Templates" value={templates.length} icon="layers" />
        <Counter label="Files" value={files} icon="file" />
        <Counter label="Images" value={images.length} icon="package" />
        <Counter label="Agents" value={agents.length} icon="bot" />
        <Counter
          label="Findings"
          value={findings.length}
          icon={findings.length === 0 ? "circle-check" : "triangle-alert"}
          tone={findings.length === 0 ? "ok" : "bad"}
        />
        <Counter label="Took" value={durationWords(seconds)} icon="timer" />
      </div>
      {findings.length > 0 && <FindingList findings={findings} most={most} />}
      <Panel id="way" title="The way from source to copy" icon="network">
        <Graph id="way-graph" {...pipelineGraph(data)} />
      </Panel>
      <Panel id="templates" title="Templates" icon="layers" count={templates.length} flush>
        <DataTable
          label="Templates"
          rows={templates.slice(0, most)}
          keyOf={({ name }) => name}
          columns={[
            { title: "Template", names: true, cell: ({ name }) => name },
            { title: "Source", cell: ({ source }) => <HiddenCharacters text={source} most={300} /> },
            {
              title: "Commit",
              cell: ({ commit }) =>
                commit === undefined ? "as it stands, not committed" : <CommitChip commit={commit} />,
            },
            { title: "Tree", cell: ({ treeDigest }) => <DigestText digest={treeDigest} /> },
            { title: "Files", figures: true, cell: ({ files: count }) => count },
            { title: "Copy", cell: ({ path }) => <code>{path}</code> },
          ]}
        />
      </Panel>
      <ImagePanels images={images.slice(0, most)} />
      <AgentTable agents={agents.slice(0, most)} left={Math.max(0, agents.length - most)} />
      <StepTimes steps={steps} />
      <Panel id="next" title="What is where, and what to do next" icon="arrow-right">
        <FactsList
          facts={[
            ["Images", images.map(({ reference }) => <code key={reference}>{reference}</code>)],
            ["Config bundle", <code>{bundle.path}</code>],
            ["Its digest", <DigestText digest={bundle.digest} />],
            ["Rows in it", counted(bundle.rows, "row")],
          ]}
        />
        <ul class="prose">
          <li>
            Open an env directory, change a key in it, and run <code>identikit reconcile</code>: it says what
            differs.
          </li>
          <li>
            Change a file of a template, and run the pipeline again: the gate compares the image byte for
            byte.
          </li>
          <li>
            Run <code>identikit serve</code> for the console, where agents are dispatched and approved.
          </li>
        </ul>
      </Panel>
      <p class="small muted">This page loads nothing, runs nothing and holds no value of a secret.</p>
    </main>
  );
}
