import { IdentikitError } from "../../fault/error.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Check, Report, ReportSection } from "../../report/report.ts";
import { type CommandResult, errorOf, type Output, outputMembers } from "../result.ts";
import { count } from "./wording.ts";

/** What a command came to for one of several templates. */
export type TemplateOutcome =
  | { readonly kind: "done"; readonly name: string; readonly result: CommandResult }
  | { readonly kind: "failed"; readonly name: string; readonly fault: IdentikitError };

/** Faults of the whole run, not of one template. */
const ofTheRun: ReadonlySet<string> = new Set(["INTERNAL", "CANCELLED", "USAGE", "REFERENCE_INVALID"]);

/**
 * Does the same for one template after the other. What fails for one keeps no other from its turn.
 * @throws what stops the whole run: a cancellation, wrong usage, a defect
 */
export async function eachTemplate<One extends { readonly name: string | undefined }>(
  runs: readonly One[],
  work: (one: One) => Promise<CommandResult>,
): Promise<TemplateOutcome[]> {
  const outcomes: TemplateOutcome[] = [];
  for (const one of runs) {
    const name = one.name ?? "";
    try {
      outcomes.push({ kind: "done", name, result: await work(one) });
    } catch (caught) {
      if (!(caught instanceof IdentikitError) || ofTheRun.has(caught.code)) throw caught;
      outcomes.push({ kind: "failed", name, fault: ofTemplate(name, caught) });
    }
  }
  return outcomes;
}

/** The outputs of each template by its name, in their order. */
export function templateOutputs(outcomes: readonly TemplateOutcome[]): Output {
  return outcomes.map((outcome) => {
    if (outcome.kind === "failed") return { name: outcome.name, error: errorOf(outcome.fault) };
    const { report, outputs } = outcome.result;
    return {
      name: outcome.name,
      ...(report ? { result: report.verdict } : {}),
      ...outputMembers(outputs),
    };
  });
}

/** What a command that changes images came to for several templates: one result, with a report where a template has one. */
export function resultOfSeveral(
  places: Parameters<typeof reportOfSeveral>[0],
  outcomes: readonly TemplateOutcome[],
): CommandResult {
  const results = outcomes.flatMap((outcome) => (outcome.kind === "done" ? [outcome.result] : []));
  const faults = outcomes.flatMap((outcome) => (outcome.kind === "failed" ? [outcome.fault] : []));
  const changed = results.some((result) => result.changed === true);
  const reported = outcomes.filter((one) => one.kind === "done" && one.result.report !== undefined);
  return {
    outputs: { templates: templateOutputs(outcomes), changed, requests: requestsOf(outcomes) },
    changed,
    account: templateLines(outcomes),
    ...(reported.length > 0 ? { report: reportOfSeveral(places, reported) } : {}),
    ...(faults.length > 0 ? { faults } : {}),
  };
}

/** The lines of each template, behind its name. */
function templateLines(outcomes: readonly TemplateOutcome[]): string[] {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return outcomes.flatMap((outcome) => {
    const lines = outcome.kind === "done" ? outcome.result.account : ["failed"];
    return lines.map((line, at) => `${(at === 0 ? outcome.name : "").padEnd(width)}  ${line}`);
  });
}

/** Requests to registries of all templates together. */
export function requestsOf(outcomes: readonly TemplateOutcome[]): number {
  const each = outcomes.map((outcome) => (outcome.kind === "done" ? outcome.result.outputs.requests : 0));
  return each.reduce<number>((sum, requests) => sum + (typeof requests === "number" ? requests : 0), 0);
}

/**
 * One report with a section for each template that has a report or failed. What it failed with is a finding, `unverified`: the report
 * alone tells a reader that not everything was compared.
 */
export function reportOfSeveral(
  {
    cwd,
    root,
    check,
    anchor,
  }: Readonly<Record<"cwd" | "root" | "anchor", string>> & { readonly check: Check },
  outcomes: readonly TemplateOutcome[],
): Report {
  const parts = outcomes.flatMap((outcome) => {
    const { name } = outcome;
    if (outcome.kind === "done") return outcome.result.report ? [{ name, ...outcome.result.report }] : [];
    const findings = [faultFinding(outcome)];
    const subject = "the check did not come to its end";
    const of = { check, verdict: verdictOf(findings), subject, facts: [], anchor, findings };
    return [{ name, ...makeReport(of, { cwd, root }) }];
  });
  const findings = parts.flatMap(({ name, findings: own }) => own.map((one) => ({ ...one, template: name })));
  const pending = parts.flatMap(({ name, pending: own = [] }) =>
    own.map((one) => ({ ...one, template: name })),
  );
  const names = parts.map(({ name }) => name).join(", ");
  // The places in the parts are as the person reads them already.
  return makeReport({
    check,
    verdict: verdictOf(findings),
    subject: `${count(parts.length, "template")}: ${names}`,
    facts: [],
    sections: parts.map(
      ({ name, verdict, subject, facts }): ReportSection => ({ template: name, verdict, subject, facts }),
    ),
    ...(parts[0]?.anchor === undefined ? {} : { anchor: parts[0].anchor }),
    findings,
    ...(parts.some((part) => part.pending) ? { pending } : {}),
  });
}

function faultFinding({ name, fault }: TemplateOutcome & { readonly kind: "failed" }): Finding {
  const { code, message, remedy, location } = fault;
  return {
    code,
    severity: "unverified",
    path: `template ${name}`,
    expected: null,
    actual: message,
    problem: message,
    remedy,
    ...(location ? { location } : {}),
  };
}

/** The fault with the template that it is about in its text. */
function ofTemplate(name: string, fault: IdentikitError): IdentikitError {
  const { code, message, remedy, retry, location } = fault;
  const said = message.includes(name) ? message : `template ${name}: ${message}`;
  return new IdentikitError(code, said, {
    remedy,
    retry,
    cause: fault,
    ...(location ? { location } : {}),
  });
}
