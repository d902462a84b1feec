import type { RowChange } from "../../config/row-change.ts";
import type { Output } from "../result.ts";
import { asOutput } from "../result.ts";
import { count } from "./wording.ts";

/** How many changed rows are shown one by one; the others are counted. */
export const mostChanges = 200;

const marks = { create: "+", change: "~", delete: "-" } as const;

/** Changed rows, a line each. */
export function changeDetails(shown: readonly RowChange[], total: number): string[] {
  const lines = shown.slice(0, mostChanges).map(({ kind, table, key }) => `${marks[kind]} ${table} ${key}`);
  const more = total - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** How many rows changed, and how many agents are due for it where that is known. */
export function changeSummary(total: number, agents?: readonly string[]): string {
  if (total === 0) return "nothing to change";
  const due = agents === undefined ? "" : `, ${count(agents.length, "agent")} to render`;
  return `${count(total, "row")} changed${due}`;
}

/** Changed rows as JSON; nothing secret is in them. */
export function changeOutputs(shown: readonly RowChange[]): Output {
  return asOutput(shown.slice(0, mostChanges));
}
