import type { CommandResult } from "../commands/result.ts";
import { logLine } from "../fault/visible.ts";
import { reportJson } from "../report/json.ts";
import { reportMarkdown } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { reportSarif } from "../report/sarif.ts";
import { reportText } from "../report/text.ts";

/** A result for a person: the account, then what was found, in the form that was asked for. */
export function resultText(result: CommandResult): string {
  const { report, format = "text" } = result;
  if (report && format !== "text") return documentOf(report, format);
  const lines = [...(result.details ?? []), ...result.account];
  if (report) lines.push(...reportText(report));
  lines.push(...(result.closing ?? []));
  // What others wrote into names and titles is text here, also where a CI runner reads along.
  return lines.map((line) => `${logLine(line)}\n`).join("");
}

function documentOf(report: Report, format: "json" | "markdown" | "sarif"): string {
  switch (format) {
    case "json":
      return reportJson(report);
    case "markdown":
      return reportMarkdown(report);
    case "sarif":
      return reportSarif(report);
  }
}
