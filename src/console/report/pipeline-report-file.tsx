import type { VNode } from "preact";
import { PipelineReport } from "../ui/report/pipeline-report.tsx";
import type { PipelineReportData } from "../ui/report/pipeline-report-data.ts";
import { fittingDocument } from "./static-document.ts";

/** What a pipeline came to as one HTML file of at most 2 MiB, without script and without anything to load. */
export function pipelineReport(data: PipelineReportData): string {
  return fittingDocument(`Pipeline: ${data.verdict}`, bodiesOf(data));
}

function* bodiesOf(data: PipelineReportData): Generator<VNode> {
  for (const most of [500, 100, 20, 3]) yield <PipelineReport data={data} most={most} />;
}
