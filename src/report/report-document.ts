import { reportJson } from "./json.ts";
import { reportMarkdown } from "./markdown.ts";
import type { Report } from "./report.ts";
import { reportSarif } from "./sarif.ts";

/** A report as a document of its own. */
export function reportDocument(report: Report, format: "json" | "markdown" | "sarif"): string {
  switch (format) {
    case "json":
      return reportJson(report);
    case "markdown":
      return reportMarkdown(report);
    case "sarif":
      return reportSarif(report);
  }
}
