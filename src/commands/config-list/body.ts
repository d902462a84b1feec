import { type ListedRow, listRows } from "../../config/rows/list-rows.ts";
import { shortened } from "../../fault/visible.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { editableTables } from "../options/row.ts";
import { openConfigDatabase } from "../places/database.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { ConfigListCommandOptions } from "./config-list.ts";

/** Characters of a value in a line. */
const valueLength = 120;

export async function run(
  context: CommandContext,
  options: ConfigListCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const { table, scope, ref, key, limit } = options;
  const { rows, total } = await listRows(database, {
    tables: table === undefined ? editableTables : [table],
    scope,
    reference: ref,
    key,
    limit,
  });
  const more = total - rows.length;
  return {
    outputs: { rows: asOutput(rows), total },
    account: [...rows.map(rowLine), more > 0 ? `and ${more} more; --limit shows them` : count(total, "row")],
  };
}

function rowLine({ table, name, enabled, value }: ListedRow): string {
  return `${table} ${name}  ${enabled ? shortened(JSON.stringify(value), valueLength) : "taken away"}`;
}
