import type { Deed, Finding, Verdict } from "../fault/finding.ts";
import { logLine, shortened } from "../fault/visible.ts";
import type { Colour, Paint } from "../runtime/terminal.ts";
import { differenceLines } from "./difference.ts";
import { pendingLines } from "./pending.ts";
import { type Report, type ReportSection, ranked, sectioned, tally } from "./report.ts";

/** Characters of one field of a finding before its middle is left out. */
const fieldLength = 300;

/** Lines of all differences together. */
const mostDifferenceLines = 400;

const verdictWords: Readonly<Record<Verdict, string>> = {
  clean: "clean",
  drift: "drift",
  unverified: "could not be verified",
};

/** A check that compares nothing finds no drift. */
const mistaken: Partial<Record<Report["check"], string>> = {
  validate: "mistakes",
  check: "would not be shipped whole",
};

const verdictColours: Readonly<Record<Verdict, Colour>> = {
  clean: "green",
  drift: "red",
  unverified: "yellow",
};

const severityColours: Readonly<Record<Finding["severity"], Colour>> = {
  error: "red",
  warning: "yellow",
  unverified: "yellow",
};

export interface TextOptions {
  /** How many findings are printed in full; the others are counted. Default 200. */
  readonly limit?: number;
  /** Colours the verdict, severities and what differs. Default: nothing is coloured. */
  readonly paint?: Paint;
}

const plain: Paint = (_, text) => text;

/**
 * A report as lines for a log or a terminal, each one line of plain text that no runner takes for a command: the
 * verdict, the facts, one line a finding with what is different in a text below it, the tally.
 */
export function reportText(report: Report, options: TextOptions = {}): string[] {
  const { limit = 200, paint = plain } = options;
  const findings = ranked(report.findings);
  const shown = findings.slice(0, limit);
  const more = findings.length - shown.length;
  const { check } = report;
  const room = { lines: mostDifferenceLines };
  return [
    ...headLines(check, { ...report, check }, paint),
    ...sectioned(report, shown).flatMap(({ section, findings: own }) => [
      ...(section ? headLines(`template ${section.template}`, { ...section, check }, paint) : []),
      ...shownWithDifferences(own, paint, room),
    ]),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(findings.length > 0 ? [tally(findings)] : []),
    ...pendingLines(report).map(logLine),
  ];
}

/** What a report, or a section of it, begins with: the verdict and the facts. */
function headLines(
  title: string,
  of: Pick<ReportSection, "verdict" | "subject" | "facts"> & Pick<Report, "check">,
  paint: Paint,
): string[] {
  const { verdict, subject, facts } = of;
  const width = Math.max(0, ...facts.map((fact) => fact.label.length));
  return [
    `${logLine(title)}: ${paint(verdictColours[verdict], verdictWord(of))}${logLine(`: ${subject}`)}`,
    ...facts.map((fact) => logLine(`  ${fact.label.padEnd(width)}  ${fact.value}`)),
  ];
}

/** Each finding, and below it what is different in a text; the differences stop where a log would be nothing but them. */
function shownWithDifferences(findings: readonly Finding[], paint: Paint, room: { lines: number }): string[] {
  return findings.flatMap((finding) => {
    const lines = differenceLines(finding, room.lines);
    room.lines -= lines.length;
    return [findingLine(finding, paint), ...lines.map((line) => differenceLine(line, paint))];
  });
}

function differenceLine(line: string, paint: Paint): string {
  const shown = logLine(`    ${line}`);
  if (line.startsWith("-")) return paint("red", shown);
  return line.startsWith("+") ? paint("green", shown) : shown;
}

/** The verdict in words that fit what was checked. */
export function verdictWord({ check, verdict }: Pick<Report, "check" | "verdict">): string {
  return (verdict === "drift" && mistaken[check]) || verdictWords[verdict];
}

/** One finding as one line that says what, where, how it differs, and what to do. */
export function findingLine(finding: Finding, paint: Paint = plain): string {
  const { severity, code } = finding;
  const said = logLine(` ${code} ${whereOf(finding)}: ${accountOf(finding)}${placeOf(finding)}`);
  return paint(severityColours[severity], severity) + said;
}

/** What the finding itself says is wrong; else "expected X, found Y", in words where one of them is nothing. */
export function differenceOf(finding: Finding): string {
  const { expected, actual, problem } = finding;
  const said = (value: string): string => shortened(value, fieldLength);
  if (problem !== undefined) return said(problem);
  if (finding.severity === "unverified" && expected === null) {
    return actual === null ? "nothing to compare with" : `could not be verified: ${said(actual)}`;
  }
  if (expected === null) return `should not be there, found ${said(actual ?? "nothing")}`;
  if (actual === null) return `missing, expected ${said(expected)}`;
  return `expected ${said(expected)}, found ${said(actual)}`;
}

/** How a finding differs and what to do, as two sentences. */
export function accountOf(finding: Finding): string {
  const difference = differenceOf(finding);
  return `${difference}${/[.?!]$/.test(difference) && finding.problem !== undefined ? "" : "."} ${adviceOf(finding)}`;
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

/** `file:line:column`, as far as it is known, in the form that editors and terminals make a link of. */
export function showLocation({ file, line, column }: NonNullable<Finding["location"]>): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");
}

function whereOf(finding: Finding): string {
  const path = shortened(finding.path, fieldLength);
  return finding.subject === undefined ? path : `${path} (${finding.subject})`;
}

function placeOf(finding: Finding): string {
  if (!finding.location) return "";
  return ` [${showLocation(finding.location)}]`;
}
