import { reportJson } from "../../report/json.ts";
import { reportMarkdown } from "../../report/markdown.ts";
import type { Report } from "../../report/report.ts";
import { reportSarif } from "../../report/sarif.ts";
import { reportText } from "../../report/text.ts";
import type { Context } from "../../runtime/context.ts";
import type { ValidateCommandOptions } from "./validate.ts";

/** Prints a report while the command goes on. */
export async function printReport(
  { writeOutput, paint }: Context,
  report: Report,
  format: ValidateCommandOptions["format"],
): Promise<void> {
  const print = {
    text: () => `${reportText(report, paint ? { paint } : {}).join("\n")}\n`,
    json: () => reportJson(report),
    markdown: () => reportMarkdown(report),
    sarif: () => reportSarif(report),
  }[format];
  await writeOutput(print());
}
