import { type Finding, verdictOf } from "../../fault/finding.ts";
import type { Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Check } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import type { CommandResult } from "../result.ts";

/**
 * What a command comes to that would use a fetched copy which is not the template's: nothing is done, and the differences are
 * what it says. `undefined` where the copies may be used.
 */
export function copyDrift(
  context: Context,
  project: Project,
  of: { readonly check: Check; readonly findings: readonly Finding[]; readonly undone: string },
): CommandResult | undefined {
  const { check, findings, undone } = of;
  if (verdictOf(findings) === "clean") return undefined;
  const report = makeReport(
    {
      check,
      verdict: verdictOf(findings),
      subject: "the fetched templates against identikit.lock",
      facts: [],
      anchor: project.settings.lock,
      findings,
    },
    { cwd: context.cwd, root: project.root },
  );
  return { outputs: { changed: false }, changed: false, account: [undone], report };
}

/** Warnings of a copy that is used all the same, a line each. */
export function copyWarnings(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ code, subject, actual, expected, remedy }) =>
      `warning: ${code}: the ${subject} is ${actual}, identikit.lock says ${expected}. ${remedy}`,
  );
}
