import { resolve } from "node:path";
import type { Report } from "../report/report.ts";
import type { Context } from "../runtime/context.ts";
import { text } from "./option.ts";

/** Where a check leaves its report for other tools. */
export const reportOptions = {
  report: text("FILE", "Write the report to FILE, as JSON."),
  sarif: text("FILE", "Write the report to FILE, as SARIF 2.1.0."),
};

/** Writes the report's files that were asked for; gives their absolute paths. */
export async function writeReportFiles(
  context: Context,
  report: Report,
  files: { readonly report?: string | undefined; readonly sarif?: string | undefined },
): Promise<{ report?: string; sarif?: string }> {
  const { writeFileAtomically } = await import("../tree/atomic-file.ts");
  const written: { report?: string; sarif?: string } = {};
  if (files.report !== undefined) {
    const { reportJson } = await import("../report/json.ts");
    written.report = resolve(context.cwd, files.report);
    writeFileAtomically(written.report, reportJson(report));
  }
  if (files.sarif !== undefined) {
    const { reportSarif } = await import("../report/sarif.ts");
    written.sarif = resolve(context.cwd, files.sarif);
    writeFileAtomically(written.sarif, reportSarif(report));
  }
  return written;
}
