import type { Report } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import { outputFile } from "../options/option.ts";
import { outputPath } from "../options/output-path.ts";

/** Where a check leaves its report for other tools. */
export const reportOptions = {
  report: outputFile("Write the report to FILE, as JSON; - is standard output."),
  sarif: outputFile("Write the report to FILE, as SARIF 2.1.0; - is standard output."),
};

/** Writes the report's files that were asked for; gives their absolute paths. */
export async function writeReportFiles(
  context: Context,
  report: Report,
  files: { readonly report?: string | undefined; readonly sarif?: string | undefined },
): Promise<{ report?: string; sarif?: string }> {
  const { writeOutput } = await import("../../tree/output-file.ts");
  const written: { report?: string; sarif?: string } = {};
  if (files.report !== undefined) {
    const { reportJson } = await import("../../report/json.ts");
    written.report = outputPath(context, files.report);
    writeOutput(written.report, reportJson(report));
  }
  if (files.sarif !== undefined) {
    const { reportSarif } = await import("../../report/sarif.ts");
    written.sarif = outputPath(context, files.sarif);
    writeOutput(written.sarif, reportSarif(report));
  }
  return written;
}
