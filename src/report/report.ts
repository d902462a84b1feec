import type { Finding, Severity, Verdict } from "../fault/finding.ts";

/** The version of the report's shape; it grows when a reader of the old shape could misread the new one. */
export const reportVersion = 1;

/** What can be checked, under the name of the command that checks it. */
export const checks = [
  "fetch",
  "bake",
  "gate",
  "reconcile",
  "sync",
  "plan",
  "publish",
  "promote",
  "pipeline",
  "config migrate",
  "diff",
  "image validate",
  "image verify",
  "validate",
  "check",
  "audit verify",
  "runs verify",
  "secret log",
  "changes",
  "audit-merges",
  "reap-statuses",
  "trace",
] as const;
export type Check = (typeof checks)[number];

/** One thing worth knowing of a check besides its findings, such as the image's digest. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** In which way something would become another. */
export const pendingKinds = ["added", "changed", "removed", "rendered"] as const;

/** What carrying out a change would do to something that is in use. It is told, and never counts against the verdict. */
export interface PendingChange {
  /** A file of the identity in an image, an agent's env directory, or a row of the config. */
  readonly kind: "file" | "agent" | "row";
  /** The file's path in the identity, the agent's name, or the row's table and key. */
  readonly name: string;
  readonly change: (typeof pendingKinds)[number];
  /** Which template it is about, where a run checks several. */
  readonly template?: string;
  /** For whom: the published image, or the config that it was compared with. */
  readonly place: string;
}

/** What a check of several templates came to for one of them: its findings are those that name it. */
export interface ReportSection {
  readonly template: string;
  readonly verdict: Verdict;
  readonly subject: string;
  readonly facts: readonly Fact[];
}

/** What one check came to: the value behind every printed form. */
export interface Report {
  readonly version: typeof reportVersion;
  readonly tool: { readonly name: "identikit"; readonly version: string };
  readonly check: Check;
  readonly verdict: Verdict;
  /** What was checked and against what, in one line: "docker://… against template platform-agent". */
  readonly subject: string;
  readonly facts: readonly Fact[];
  /** One for each template, where a run checks several; left out otherwise. */
  readonly sections?: readonly ReportSection[];
  /** The file of the repository that a finding without a place of its own belongs to. */
  readonly anchor?: string;
  readonly findings: readonly Finding[];
  /** What would change, and for whom; left out where the check does not ask. */
  readonly pending?: readonly PendingChange[];
}

/** "2 errors, 1 warning", and the reason where something could not be verified; for a status or the end of a log. */
export function verdictSummary({ verdict, findings }: Pick<Report, "verdict" | "findings">): string {
  const [first] = findings.filter(({ severity }) => severity === "unverified");
  const reason =
    verdict === "unverified" && first
      ? `: ${first.code}: ${first.problem ?? first.actual ?? first.path}`
      : "";
  return `${verdict}: ${tally(findings)}${reason}`;
}

/** Findings in the sections that a report has, then those of no section. */
export function sectioned<Some extends { readonly template?: string }>(
  { sections = [] }: Pick<Report, "sections">,
  findings: readonly Some[],
): { readonly section?: ReportSection; readonly findings: readonly Some[] }[] {
  const known = new Set(sections.map(({ template }) => template));
  const others = findings.filter(({ template }) => template === undefined || !known.has(template));
  return [
    ...sections.map((section) => ({
      section,
      findings: findings.filter(({ template }) => template === section.template),
    })),
    { findings: others },
  ];
}

/** Findings by weight: what could not be checked, what is wrong, what is merely said; else in the order given. */
export function ranked(findings: readonly Finding[]): Finding[] {
  const rank: Readonly<Record<Severity, number>> = { unverified: 0, error: 1, warning: 2 };
  return findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

/** "2 errors, 1 warning"; "no findings" for none. */
export function tally(findings: readonly Finding[]): string {
  const counted = (severity: Severity): number => findings.filter((f) => f.severity === severity).length;
  const [unverified, errors, warnings] = [counted("unverified"), counted("error"), counted("warning")];
  const parts = [
    ...(unverified > 0 ? [`${unverified} unverified`] : []),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "no findings";
}
