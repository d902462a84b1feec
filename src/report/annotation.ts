import type { Finding } from "../fault/finding.ts";
import { shortened, visible } from "../fault/visible.ts";
import { type Report, ranked, tally } from "./report.ts";
import { accountOf } from "./text.ts";

/** A remark on a file of the repository, as GitHub shows it beside the changed lines. */
export interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** GitHub cuts titles at 255 characters. */
const titleLength = 200;

/** GitHub keeps ten errors and ten warnings of a step and drops the rest without a word. */
const perLevel = 10;

/** The template before a path, where a run checks several. */
export function ofTemplate({ template }: Pick<Finding, "template">): string {
  return template === undefined ? "" : `template ${template}: `;
}

/**
 * A report's findings as annotations, at most ten a level: where there are more, the tenth says how many. What could
 * not be verified is an error, since it is never clean.
 */
export function annotationsOf(report: Report): Annotation[] {
  const all = ranked(report.findings).map((finding): Annotation => {
    const { file, line, column } = finding.location ?? {};
    return {
      level: finding.severity === "warning" ? "warning" : "error",
      title: shortened(visible(`${finding.code} ${finding.path}`), titleLength),
      message: visible(`${ofTemplate(finding)}${finding.path}: ${accountOf(finding)}`),
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
      ...(line === undefined || column === undefined ? {} : { column }),
    };
  });
  return (["error", "warning"] as const).flatMap((level) => {
    const own = all.filter((annotation) => annotation.level === level);
    if (own.length <= perLevel) return own;
    const more = own.length - perLevel + 1;
    const title = `${report.check}: and ${more} more`;
    return [...own.slice(0, perLevel - 1), { level, title, message: tally(report.findings) }];
  });
}
