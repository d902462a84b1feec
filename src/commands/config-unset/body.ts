import { unsetRow } from "../../config/rows/edit-rows.ts";
import { openProject } from "../../project/project.ts";
import { editResult } from "../accounts/row-edit.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { rowAddress } from "../places/row-address.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigUnsetCommandOptions } from "./config-unset.ts";

export async function run(
  context: CommandContext,
  options: ConfigUnsetCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const address = rowAddress(options);
  await using database = await openConfigDatabase(context, project, options.database);
  const { dryRun } = options;
  return editResult(await unsetRow(database, address, { dryRun }), dryRun);
}
