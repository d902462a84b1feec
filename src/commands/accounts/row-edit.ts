import type { RowEdit } from "../../config/rows/edit-rows.ts";
import type { CommandResult } from "../result.ts";
import { changeDetails, changeOutputs, changeSummary } from "./row-changes.ts";

/** What writing one row came to. */
export function editResult({ change, agents }: RowEdit, dryRun: boolean): CommandResult {
  const changes = change ? [change] : [];
  return {
    outputs: { changes: changes.length, agents: [...agents], rows: changeOutputs(changes), dryRun },
    changed: changes.length > 0 && !dryRun,
    details: changeDetails(changes, changes.length),
    account: [changeSummary(changes.length, { agents, dryRun })],
  };
}
