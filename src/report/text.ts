import type { Deed, Finding, Verdict } from "../fault/finding.ts";
import { logLine, shortened } from "../fault/visible.ts";
import { type Report, ranked, tally } from "./report.ts";

/** Characters of one field of a finding before its middle is left out. */
const fieldLength = 300;

const verdictWords: Readonly<Record<Verdict, string>> = {
  clean: "clean",
  drift: "drift",
  unverified: "could not be verified",
};

export interface TextOptions {
  /** How many findings are printed in full; the others are counted. Default 200. */
  readonly limit?: number;
}

/**
 * A report as lines for a log or a terminal, each one line of plain text that no runner takes for a command: the
 * verdict, the facts, one line a finding, the tally.
 */
export function reportText(report: Report, options: TextOptions = {}): string[] {
  const findings = ranked(report.findings);
  const shown = findings.slice(0, options.limit ?? 200);
  const more = findings.length - shown.length;
  const width = Math.max(0, ...report.facts.map((fact) => fact.label.length));
  return [
    `${report.check}: ${verdictWords[report.verdict]}: ${report.subject}`,
    ...report.facts.map((fact) => `  ${fact.label.padEnd(width)}  ${fact.value}`),
    ...shown.map(findingLine),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(findings.length > 0 ? [tally(findings)] : []),
  ].map(logLine);
}

/** One finding as one line that says what, where, how it differs, and what to do. */
export function findingLine(finding: Finding): string {
  return logLine(
    `${finding.severity} ${finding.code} ${whereOf(finding)}: ${differenceOf(finding)}. ${adviceOf(finding)}${placeOf(finding)}`,
  );
}

/** "expected X, found Y", in words where one of them is nothing. */
export function differenceOf(finding: Finding): string {
  const { expected, actual } = finding;
  const said = (value: string): string => shortened(value, fieldLength);
  if (finding.severity === "unverified" && expected === null) {
    return actual === null ? "nothing to compare with" : `could not be verified: ${said(actual)}`;
  }
  if (expected === null) return `should not be there, found ${said(actual ?? "nothing")}`;
  if (actual === null) return `missing, expected ${said(expected)}`;
  return `expected ${said(expected)}, found ${said(actual)}`;
}

const deedWords: Readonly<Record<Deed, string>> = {
  rendered: "It was rendered again.",
  removed: "It was removed.",
  rebuilt: "It was rebuilt.",
  recovered: "The rebuild that was left half done was ended.",
};

/** What was done about a finding, and what to do. */
export function adviceOf({ done, remedy }: Finding): string {
  return done === undefined ? remedy : `${deedWords[done]} ${remedy}`;
}

function whereOf(finding: Finding): string {
  const path = shortened(finding.path, fieldLength);
  return finding.subject === undefined ? path : `${path} (${finding.subject})`;
}

function placeOf(finding: Finding): string {
  if (!finding.location) return "";
  const { file, line } = finding.location;
  return ` [${file}${line === undefined ? "" : `:${line}`}]`;
}
