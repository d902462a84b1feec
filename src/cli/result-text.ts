import type { CommandResult } from "../commands/result.ts";
import { logLine } from "../fault/visible.ts";
import { reportJson } from "../report/json.ts";
import { reportMarkdown } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { reportSarif } from "../report/sarif.ts";
import { reportText } from "../report/text.ts";
import type { Paint } from "../runtime/terminal.ts";

/** A result for a person: the account, then what was found, in the form that was asked for, in colours where they are wanted. */
export function resultText(result: CommandResult, paint?: Paint): string {
  const { report, format = "text" } = result;
  if (result.document !== undefined) return result.document;
  if (report && format !== "text") return documentOf(report, format);
  // What others wrote into names and titles is text here, also where a CI runner reads along.
  const lines = [...(result.details ?? []), ...result.account].map(logLine);
  if (report) lines.push(...reportText(report, paint ? { paint } : {}));
  lines.push(...(result.closing ?? []).map(logLine));
  return lines.map((line) => `${line}\n`).join("");
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
