import type { RowChange } from "../../config/rows/row-change.ts";
import type { Output } from "../result.ts";
import { asOutput } from "../result.ts";
import { rowDifference } from "./row-difference.ts";
import { count } from "./wording.ts";

/** How many changed rows are shown one by one; the others are counted. */
export const mostChanges = 200;

const marks = { create: "+", change: "~", delete: "-" } as const;

/**
 * Changed rows, a line each.
 * @param withValues also what each value was and is
 */
export function changeDetails(shown: readonly RowChange[], total: number, withValues = false): string[] {
  const listed = shown.slice(0, mostChanges);
  const lines = listed.flatMap((change) => [
    `${marks[change.kind]} ${change.table} ${change.key}`,
    ...(withValues ? rowDifference(change).map((line) => `    ${line}`) : []),
  ]);
  const more = total - listed.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** What the summary of changes says besides their number. */
export interface ChangeEffect {
  /** The agents that are due for it, where they are known. */
  readonly agents?: readonly string[];
  readonly dryRun?: boolean;
}

/** How many rows changed, and how many agents are due for it where that is known. */
export function changeSummary(total: number, { agents, dryRun = false }: ChangeEffect = {}): string {
  if (total === 0) return "nothing to change";
  const due = agents === undefined ? "" : `, ${count(agents.length, "agent")} to render`;
  return `${count(total, "row")} ${dryRun ? "would change" : "changed"}${due}`;
}

/** Changed rows as JSON; nothing secret is in them. */
export function changeOutputs(shown: readonly RowChange[]): Output {
  return asOutput(shown.slice(0, mostChanges));
}
