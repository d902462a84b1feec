import { type Report, reportVersion } from "../report/report.ts";
import { version } from "../runtime/version.ts";

/** A report of this release. */
export function makeReport(of: Omit<Report, "version" | "tool">): Report {
  return { version: reportVersion, tool: { name: "identikit", version }, ...of };
}
