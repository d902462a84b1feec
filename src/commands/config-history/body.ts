import { type HistoryEntry, readHistory } from "../../config/history/read-history.ts";
import { openProject } from "../../project/project.ts";
import { changeDetails } from "../accounts/row-changes.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { ConfigHistoryCommandOptions } from "./config-history.ts";

export async function run(
  context: CommandContext,
  options: ConfigHistoryCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const entries = await readHistory(database, options);
  return {
    outputs: { entries: asOutput(entries) },
    account:
      entries.length === 0
        ? ["the history has no such change"]
        : entries.flatMap((entry) => [
            headingOf(entry),
            ...changeDetails(entry.changes, entry.total, true).map((line) => `  ${line}`),
          ]),
  };
}

function headingOf({ entry, time, who, role, command, origin, total }: HistoryEntry): string {
  const hand = role === "" ? "somebody with SQL" : `role ${role} with SQL`;
  const by = who === "" && command === "" ? hand : `${who || "somebody"} with ${command || "the library"}`;
  return `${entry}  ${time}  ${by}${origin === "" ? "" : `, from ${origin}`}: ${count(total, "change")}`;
}
