import { setRow } from "../../config/rows/edit-rows.ts";
import { openProject } from "../../project/project.ts";
import { editResult } from "../accounts/row-edit.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { rowAddress } from "../places/row-address.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigSetCommandOptions } from "./config-set.ts";
import { rowContent } from "./row-content.ts";

export async function run(context: CommandContext, options: ConfigSetCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const address = rowAddress(options);
  const content = await rowContent(context, options);
  await using database = await openConfigDatabase(context, project, options.database);
  const { dryRun } = options;
  return editResult(await setRow(database, address, content, { dryRun }), dryRun);
}
