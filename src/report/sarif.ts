import { createHash } from "node:crypto";
import type { CodeOfFinding, Finding } from "../fault/finding.ts";
import { guideTo } from "../fault/guide.ts";
import { visible } from "../fault/visible.ts";
import { ofTemplate } from "./annotation.ts";
import { type Report, ranked } from "./report.ts";
import { accountOf } from "./text.ts";

/** GitHub refuses a whole upload for one result without a file; every such repository has this one. */
const usualAnchor = "manifest.json";

/** GitHub shows the first 5 000 results of a run. */
const resultLimit = 5_000;

/**
 * A report as a SARIF 2.1.0 document (OASIS, sarif-v2.1.0), in the form that GitHub's code scanning takes: a rule for
 * each finding code, a physical location and a stable fingerprint in each result.
 */
export function reportSarif(report: Report): string {
  const findings = ranked(report.findings);
  const shown = findings.slice(0, resultLimit);
  const codes = [...new Set(shown.map((finding) => finding.code))].sort();
  const anchor = report.anchor ?? usualAnchor;
  const more = findings.length - shown.length;
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Identikit",
            semanticVersion: report.tool.version,
            rules: codes.map((code) => ruleOf(code, shown)),
          },
        },
        automationDetails: { id: `identikit/${report.check}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.verdict !== "unverified",
            ...(more > 0
              ? { toolExecutionNotifications: [{ level: "warning", message: { text: `and ${more} more` } }] }
              : {}),
          },
        ],
        results: shown.map((finding) => resultOf(finding, codes.indexOf(finding.code), anchor)),
        properties: { verdict: report.verdict, subject: report.subject },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: CodeOfFinding, findings: readonly Finding[]): object {
  const { title, meaning, cause, remedy } = guideTo(code);
  const first = findings.find((finding) => finding.code === code);
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: `${meaning} ${cause}` },
    help: { text: remedy },
    defaultConfiguration: { level: first ? levelOf(first) : "error" },
  };
}

function resultOf(finding: Finding, ruleIndex: number, anchor: string): object {
  const file = finding.location?.file ?? anchor;
  const at = `${ofTemplate(finding)}${finding.path}`;
  const where = finding.subject === undefined ? at : `${at} (${finding.subject})`;
  // In a message, `[`, `]`, `{`, `}` and `\` form links and placeholders (§3.11.5, §3.11.6).
  const text = visible(`${where}: ${accountOf(finding)}`)
    .replace(/[[\]\\]/g, "\\$&")
    .replace(/[{}]/g, "$&$&");
  return {
    ruleId: finding.code,
    ruleIndex,
    level: levelOf(finding),
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(file) },
          region: regionOf(finding),
        },
        logicalLocations: [{ fullyQualifiedName: where, kind: "resource" }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${fingerprintOf(finding)}:1` },
    properties: { severity: finding.severity, expected: finding.expected, actual: finding.actual },
  };
}

function regionOf({ location }: Finding): object {
  const { line, column } = location ?? {};
  return { startLine: line ?? 1, ...(line && column ? { startColumn: column } : {}) };
}

/** What could not be verified is as red as what is wrong. */
function levelOf(finding: Finding): "error" | "warning" {
  return finding.severity === "warning" ? "warning" : "error";
}

/** The same finding keeps its fingerprint while its values move, so that a reader sees one alert and not a stream. */
function fingerprintOf(finding: Finding): string {
  const { code, subject = "", problem } = finding;
  const path = `${ofTemplate(finding)}${finding.path}`;
  const identity = JSON.stringify([code, subject, path, ...(problem === undefined ? [] : [problem])]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}

/** A relative URI reference (RFC 3986 §4.2) for a path in the repository. */
function relativeUri(path: string): string {
  return path
    .toWellFormed()
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}
