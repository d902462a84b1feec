import type { RowChange } from "../config/row-change.ts";
import { count } from "./account-text.ts";
import type { Output } from "./job.ts";

const verbs = { create: "+", change: "~", delete: "-" } as const;
const most = 50;

/** Changed rows and the agents that they affect, in lines. */
export function changeAccount(changes: readonly RowChange[], agents: readonly string[]): string[] {
  if (changes.length === 0) return ["nothing to change"];
  const shown = changes.slice(0, most).map(({ kind, table, key }) => `${verbs[kind]} ${table} ${key}`);
  const more = changes.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`and ${more} more`] : []),
    `${count(changes.length, "row")} changed, ${count(agents.length, "agent")} to render`,
  ];
}

/** Changed rows as JSON; nothing secret is in them. */
export function changeOutputs(changes: readonly RowChange[]): Output {
  return changes.map((change) => ({ ...change })) as unknown as Output;
}
