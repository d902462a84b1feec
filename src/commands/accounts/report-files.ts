import type { Report } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import { writeOutput } from "../../tree/output-file.ts";
import { outputPath } from "../places/output-path.ts";

/** Writes the report's files that were asked for; gives their absolute paths. */
export async function writeReportFiles(
  context: Context,
  report: Report,
  files: { readonly report?: string | undefined; readonly sarif?: string | undefined },
): Promise<{ report?: string; sarif?: string }> {
  const written: { report?: string; sarif?: string } = {};
  if (files.report === undefined && files.sarif === undefined) return written;
  // Documents bring what every code means, which is as much text as a small command.
  const { reportDocument } = await import("../../report/report-document.ts");
  if (files.report !== undefined) {
    written.report = outputPath(context, files.report);
    writeOutput(written.report, reportDocument(report, "json"));
  }
  if (files.sarif !== undefined) {
    written.sarif = outputPath(context, files.sarif);
    writeOutput(written.sarif, reportDocument(report, "sarif"));
  }
  return written;
}
