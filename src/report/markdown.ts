import type { Finding, Verdict } from "../fault/finding.ts";
import { differenceMarkdown } from "./difference.ts";
import { markdownCode, markdownProse, withShortDigests } from "./markdown-text.ts";
import { pendingMarkdown } from "./pending.ts";
import { type Report, type ReportSection, ranked, sectioned, tally } from "./report.ts";
import { adviceOf, showLocation, verdictWord } from "./text.ts";

export interface MarkdownOptions {
  /** Rows of findings; the others are counted. Default 50. */
  readonly limit?: number;
  /** Characters in all. Default 60 000: GitHub refuses a comment over 65 536. */
  readonly maxLength?: number;
}

const verdictMarks: Readonly<Record<Verdict, string>> = { clean: "✅", drift: "❌", unverified: "⚠️" };

const marks: Readonly<Record<Finding["severity"], string>> = { error: "❌", warning: "⚠️", unverified: "❔" };

/**
 * A report as a job summary or a comment: verdict, facts, a table of findings, what to do. Values reach it as text
 * and as nothing else.
 */
export function reportMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const head = [
    `### Identikit ${report.check}: ${verdictMarks[report.verdict]} ${verdictWord(report)}`,
    markdownProse(withShortDigests(report.subject)),
    factTable(report),
  ].filter((part) => part !== "");
  const { limit = 50, maxLength = 60_000 } = options;
  if (report.findings.length === 0) {
    const sections = sectionParts(report, [], { limit, length: maxLength / 2 });
    return `${[...head, ...sections, ...pendingMarkdown(report)].join("\n\n")}\n`;
  }
  const findings = named(ranked(report.findings));
  const foot = [
    ...differenceMarkdown(findings.slice(0, limit), maxLength / 4),
    tally(findings),
    remedies(findings),
    ...pendingMarkdown(report),
  ].join("\n\n");
  // Two line breaks between parts, and room for the line that counts the rest.
  const room = maxLength - [...head, foot].join("\n\n").length - 100;
  return `${[...head, ...sectionParts(report, findings, { limit, length: room }), foot].join("\n\n")}\n`;
}

/** A table of findings for each section, below what the section begins with; where there is none, one table. */
function sectionParts(report: Report, findings: readonly Finding[], room: Room): string[] {
  let { limit, length } = room;
  return sectioned(report, findings).flatMap(({ section, findings: own }) => {
    const whole = section ? sectionHead(section, report.check) : [];
    const needed = whole.join("\n\n").length;
    // Where there is no room for what it begins with, its title has to do.
    const head = needed < length ? whole : whole.slice(0, 1);
    length -= Math.min(needed, length);
    if (own.length === 0) return head;
    const table = findingTable(own, limit, length);
    limit = Math.max(0, limit - own.length);
    length = Math.max(0, length - table.length);
    return [...head, table];
  });
}

/** How much may still be printed. */
interface Room {
  readonly limit: number;
  readonly length: number;
}

function sectionHead(section: ReportSection, check: Report["check"]): string[] {
  const { template, verdict, subject } = section;
  const word = verdictWord({ check, verdict });
  return [
    `#### Template ${markdownProse(template)}: ${verdictMarks[verdict]} ${word}`,
    markdownProse(withShortDigests(subject)),
    factTable(section),
  ].filter((part) => part !== "");
}

/** The findings, without what they were found in where that is the same for all: the report's subject says it. */
function named(findings: readonly Finding[]): Finding[] {
  const several = new Set(findings.map((finding) => finding.subject)).size > 1;
  return findings.map(({ subject, ...finding }) => ({
    ...finding,
    ...(several && subject ? { subject } : {}),
  }));
}

function factTable(report: Pick<Report, "facts">): string {
  if (report.facts.length === 0) return "";
  const rows = report.facts.map((fact) => `| ${markdownProse(fact.label)} | ${markdownCode(fact.value)} |`);
  return ["| | |", "| --- | --- |", ...rows].join("\n");
}

function findingTable(findings: readonly Finding[], limit: number, room: number): string {
  const lines = ["| | Path | Finding | Expected | Found |", "| --- | --- | --- | --- | --- |"];
  let length = lines.join("\n").length;
  let shown = 0;
  for (const finding of findings.slice(0, limit)) {
    const row = findingRow(finding);
    length += row.length + 1;
    if (length > room) break;
    lines.push(row);
    shown += 1;
  }
  const table = lines.join("\n");
  const more = `and ${findings.length - shown} more`;
  if (shown === 0) return more;
  return shown === findings.length ? table : `${table}\n\n${more}`;
}

function findingRow(finding: Finding): string {
  const { location, problem } = finding;
  const where = [
    markdownCode(finding.path),
    ...(finding.subject === undefined ? [] : [markdownProse(finding.subject)]),
    ...(location === undefined ? [] : [`fix in ${markdownCode(showLocation(location))}`]),
  ].join("<br>");
  const value = (text: string | null): string =>
    text === null ? "nothing" : markdownCode(withShortDigests(text));
  const found = problem === undefined ? value(finding.actual) : markdownProse(problem);
  return `| ${marks[finding.severity]} | ${where} | ${finding.code} | ${value(finding.expected)} | ${found} |`;
}

function remedies(findings: readonly Finding[]): string {
  const distinct = [...new Set(findings.map(adviceOf))];
  const shown = distinct.slice(0, 5).map((remedy) => `- ${markdownProse(remedy)}`);
  const more = distinct.length - shown.length;
  return ["**What to do**", "", ...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}
