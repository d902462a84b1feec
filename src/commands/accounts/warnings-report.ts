import type { Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Report } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import type { CommandResult } from "../result.ts";

/** The report of a command that did its work and has warnings to tell; nothing where there are none. */
export function warningsReport(
  { cwd }: Context,
  { root }: Project,
  { check, subject, anchor, findings }: Required<Pick<Report, "check" | "subject" | "anchor" | "findings">>,
): Pick<CommandResult, "report"> {
  if (findings.length === 0) return {};
  return {
    report: makeReport({ check, verdict: "clean", subject, facts: [], anchor, findings }, { cwd, root }),
  };
}
