import { annotationCommand, annotationsOf } from "../report/annotation.ts";
import type { Report } from "../report/report.ts";
import type { Host } from "./host.ts";

/**
 * The runner commands that put a report's findings beside the lines of a pull request, for standard output; none on a
 * host that would only log them, where the report's own lines say the same.
 */
export function annotationLines(host: Host, report: Report): string[] {
  return host.annotations ? annotationsOf(report).map(annotationCommand) : [];
}
