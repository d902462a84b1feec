import type { Finding } from "../fault/finding.ts";
import { visible } from "../fault/visible.ts";
import { markdownCode, markdownProse } from "./markdown-text.ts";

/** The lines of a finding's difference, no more than there is room for; the last one says what is left out. */
export function differenceLines({ difference = [] }: Finding, room: number): readonly string[] {
  if (difference.length <= room) return difference;
  if (room <= 0) return [];
  return [...difference.slice(0, room - 1), `(and ${difference.length - room + 1} more lines)`];
}

/**
 * What is different in texts, a code block each, within so many characters; the others are counted. A fence is longer than any run of
 * backticks in its block (CommonMark §4.5), so nothing in it ends it.
 */
export function differenceMarkdown(findings: readonly Finding[], maxLength: number): string[] {
  const blocks = findings.flatMap((finding) =>
    finding.difference ? [block(finding, finding.difference)] : [],
  );
  if (blocks.length === 0) return [];
  let length = 0;
  const fitting = blocks.findIndex((each) => {
    length += each.length + 2;
    return length > maxLength;
  });
  const shown = fitting === -1 ? blocks : blocks.slice(0, fitting);
  const more = blocks.length - shown.length;
  return [
    "**What differs** (minus: what should be there; plus: what is there)",
    ...shown,
    ...(more > 0 ? [`and ${more} more ${more === 1 ? "text" : "texts"}`] : []),
  ];
}

function block({ path, subject }: Finding, lines: readonly string[]): string {
  const shown = lines.map(visible);
  const longest = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = "`".repeat(longest + 1);
  const where = [markdownCode(path), ...(subject === undefined ? [] : [markdownProse(subject)])].join(" ");
  return [where, "", `${fence}diff`, ...shown, fence].join("\n");
}
