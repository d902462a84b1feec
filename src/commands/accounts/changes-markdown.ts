import type { RowChange } from "../../config/rows/row-change.ts";
import { visible } from "../../fault/visible.ts";
import { markdownCode } from "../../report/markdown-text.ts";
import { changeSummary, mostChanges } from "./row-changes.ts";
import { rowDifference } from "./row-difference.ts";

/** GitHub refuses a comment over 65 536 characters. */
const maxLength = 60_000;

const verbs = { create: "create", change: "change", delete: "delete" } as const;

/** Changed rows as Markdown for a summary or a comment: what each was and is, as text and as nothing else. */
export function changesMarkdown(title: string, shown: readonly RowChange[], total: number): string {
  const head = [`### ${title}`, changeSummary(total, { dryRun: true })];
  const parts: string[] = [];
  let length = head.join("\n\n").length;
  for (const change of shown.slice(0, mostChanges)) {
    const part = rowPart(change);
    length += part.length + 2;
    if (length > maxLength) break;
    parts.push(part);
  }
  const more = total - parts.length;
  return `${[...head, ...parts, ...(more > 0 ? [`and ${more} more`] : [])].join("\n\n")}\n`;
}

function rowPart(change: RowChange): string {
  const lines = rowDifference(change).map(visible);
  const name = `${verbs[change.kind]} ${markdownCode(`${change.table} ${change.key}`)}`;
  if (lines.length === 0) return `- ${name}`;
  // A fence that is longer than any in the text cannot be ended by it (CommonMark 4.5).
  const longest = Math.max(2, ...lines.map((line) => /`+/.exec(line)?.[0].length ?? 0));
  const fence = "`".repeat(longest + 1);
  return [`- ${name}`, "", `  ${fence}diff`, ...lines.map((line) => `  ${line}`), `  ${fence}`].join("\n");
}
