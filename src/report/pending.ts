import { markdownCode, markdownProse } from "./markdown-text.ts";
import type { PendingChange, Report } from "./report.ts";

/** Changes that are shown one by one; the others are counted. */
const mostShown = 100;

const titles = { file: "Identity file", agent: "Agent", row: "Config row" } as const;

/** What would change and for whom, as a heading and a table; nothing for a report that does not ask. */
export function pendingMarkdown({ pending }: Pick<Report, "pending">): string[] {
  if (pending === undefined) return [];
  const title = "#### What will change";
  if (pending.length === 0) return [title, "Nothing that is in use, as far as it was compared."];
  const shown = ordered(pending).slice(0, mostShown);
  const rows = shown.map(
    ({ kind, name, change, ...of }) =>
      `| ${titles[kind]} | ${markdownCode(name)} | ${words[change]} | ${markdownProse(whose(of))} |`,
  );
  const more = pending.length - shown.length;
  return [
    title,
    ["| | What | Change | For whom |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** The same in lines, for a log. */
export function pendingLines({ pending }: Pick<Report, "pending">): string[] {
  if (pending === undefined || pending.length === 0) return [];
  const shown = ordered(pending).slice(0, mostShown);
  const more = pending.length - shown.length;
  return [
    "what will change (never an error):",
    ...shown.map(({ kind, name, change, ...of }) => `  ${kind} ${name}: ${words[change]} (${whose(of)})`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function whose({ place, template }: Pick<PendingChange, "place" | "template">): string {
  return template === undefined ? place : `${place}, template ${template}`;
}

const words = {
  added: "added",
  changed: "changed",
  removed: "removed",
  rendered: "rendered again",
} as const satisfies Record<PendingChange["change"], string>;

/** Files, then agents, then rows: each in the order given. */
function ordered(pending: readonly PendingChange[]): PendingChange[] {
  const rank = { file: 0, agent: 1, row: 2 } as const;
  return pending.toSorted((a, b) => rank[a.kind] - rank[b.kind]);
}
