import { verdictOf } from "../../fault/finding.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { DrawnGraph } from "../../trace/graph/draw-graph.ts";
import type { LinkVerdict } from "../../trace/graph/trace-graph.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openTrace } from "../places/trace.ts";
import { asOutput, type CommandResult } from "../result.ts";
import { graphLines } from "./graph-lines.ts";
import type { TraceCommandOptions } from "./trace.ts";

export async function run(context: CommandContext, options: TraceCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using tracing = await openTrace(context, project, options);
  const { graph, findings } = await tracing.trace(options.what);
  const { verdict, tally } = outcomeOf({ graph, findings });
  const report = makeReport(
    {
      check: "trace",
      verdict,
      subject: graph.subject,
      facts: [
        { label: "links", value: tally },
        ...graph.notLookedAt.map((value) => ({ label: "not looked at", value })),
      ],
      anchor: project.settings.manifest,
      findings,
    },
    { cwd: context.cwd, root: project.root },
  );
  return {
    outputs: { graph: asOutput(graph), ...(await writeReportFiles(context, report, options)) },
    details: graphLines(graph, context.cwd),
    account: [],
    report,
    format: options.format,
  };
}

function outcomeOf({ graph: { links, nodes }, findings }: DrawnGraph) {
  const having = (verdict: LinkVerdict) => links.filter((link) => link.verdict === verdict).length;
  const [broken, unverified] = [having("broken"), having("unverified")];
  const parts = [
    `${having("holds")} of ${count(links.length, "link")} hold`,
    ...(broken > 0 ? [`${broken} broken`] : []),
    ...(unverified > 0 ? [`${unverified} not verified`] : []),
  ];
  return {
    verdict: verdictOf(findings),
    tally: `${parts.join(", ")}, between ${count(nodes.length, "thing")}`,
  };
}
