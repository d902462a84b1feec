import type { CommandResult } from "../commands/command.ts";
import { logLine } from "../fault/visible.ts";
import type { Report } from "../report/report.ts";

/** A result for a person: the account, then what was found, in the form that was asked for. */
export async function resultText(result: CommandResult): Promise<string> {
  const { report, format = "text" } = result;
  if (report && format !== "text") return documentOf(report, format);
  const lines = [...(result.details ?? []), ...result.account];
  if (report) {
    const { reportText } = await import("../report/text.ts");
    lines.push(...reportText(report));
  }
  lines.push(...(result.closing ?? []));
  // What others wrote into names and titles is text here, also where a CI runner reads along.
  return lines.map((line) => `${logLine(line)}\n`).join("");
}

async function documentOf(report: Report, format: "json" | "markdown" | "sarif"): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../report/json.ts")).reportJson(report);
    case "markdown":
      return (await import("../report/markdown.ts")).reportMarkdown(report);
    case "sarif":
      return (await import("../report/sarif.ts")).reportSarif(report);
  }
}
