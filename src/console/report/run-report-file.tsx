import type { VNode } from "preact";
import { RunReport } from "../ui/report/run-report.tsx";
import type { ReportRoom, RunReportData } from "../ui/report/run-report-data.ts";
import { fittingDocument } from "./static-document.ts";

/** From what nearly every run fits into to what any run fits into. */
const rooms: readonly ReportRoom[] = [
  { events: 1200, text: 8000, entries: 300, lines: 3000 },
  { events: 600, text: 2000, entries: 150, lines: 1000 },
  { events: 200, text: 600, entries: 60, lines: 300 },
  { events: 40, text: 150, entries: 15, lines: 40 },
  { events: 0, text: 100, entries: 3, lines: 0 },
];

/** One attempt of a run as one HTML file of at most 2 MiB, without script and without anything to load. */
export function runReport(data: RunReportData): string {
  return fittingDocument(`${data.run.run}: ${data.run.outcome.phase}`, bodiesOf(data));
}

function* bodiesOf(data: RunReportData): Generator<VNode> {
  for (const room of rooms) yield <RunReport data={data} room={room} />;
}
