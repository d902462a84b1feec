import { reportJson } from "../../report/json.ts";
import type { Report } from "../../report/report.ts";
import { reportSarif } from "../../report/sarif.ts";
import type { Context } from "../../runtime/context.ts";
import { writeOutput } from "../../tree/output-file.ts";
import { outputPath } from "../places/output-path.ts";

/** Writes the report's files that were asked for; gives their absolute paths. */
export function writeReportFiles(
  context: Context,
  report: Report,
  files: { readonly report?: string | undefined; readonly sarif?: string | undefined },
): { report?: string; sarif?: string } {
  const written: { report?: string; sarif?: string } = {};
  if (files.report !== undefined) {
    written.report = outputPath(context, files.report);
    writeOutput(written.report, reportJson(report));
  }
  if (files.sarif !== undefined) {
    written.sarif = outputPath(context, files.sarif);
    writeOutput(written.sarif, reportSarif(report));
  }
  return written;
}
