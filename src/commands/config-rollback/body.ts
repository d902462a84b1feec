import { type HistoryPoint, rollBack } from "../../config/history/roll-back.ts";
import type { RowChange } from "../../config/rows/row-change.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { changeDetails, changeOutputs, changeSummary, mostChanges } from "../accounts/row-changes.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigRollbackCommandOptions } from "./config-rollback.ts";

export async function run(
  context: CommandContext,
  options: ConfigRollbackCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const point = pointOf(options.point);
  await using database = await openConfigDatabase(context, project, options.database);
  const { dryRun } = options;
  const shown: RowChange[] = [];
  const onChange = (change: RowChange) => {
    if (shown.length < mostChanges) shown.push(change);
  };
  const { entry, changes, agents, secrets } = await rollBack(database, point, { dryRun, onChange });
  const isBuiltin = shown.some(
    ({ table, key }) => /^agent(_type)?$/.test(table) || key.startsWith("builtin"),
  );
  return {
    outputs: {
      entry,
      changes,
      agents: [...agents],
      rows: changeOutputs(shown),
      keptSecrets: [...secrets],
      dryRun,
    },
    changed: changes > 0 && !dryRun,
    details: changeDetails(shown, changes, true),
    account: [
      `to entry ${entry}: ${changeSummary(changes, { agents, dryRun })}`,
      ...secrets.map(
        (name) =>
          `secret ${name} stays as it is: earlier values are not kept; set it again with identikit secret set`,
      ),
      ...(isBuiltin
        ? [
            "rows of the builtin scope, types and agents follow the repository again with the next config sync",
          ]
        : []),
    ],
  };
}

/** @throws {IdentikitError} `USAGE` */
function pointOf(given: string): HistoryPoint {
  if (/^\d{1,15}$/.test(given)) return { kind: "entry", entry: Number(given) };
  const time = new Date(given);
  // A date without a zone is another moment on another machine.
  if (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given) &&
    !Number.isNaN(time.getTime())
  )
    return { kind: "time", time };
  throw new IdentikitError(
    "USAGE",
    `${JSON.stringify(given)} is neither an entry of the history nor a time`,
    {
      remedy: "Give a number of identikit config history, or a time with its zone: 2026-07-01T09:30:00Z.",
    },
  );
}
