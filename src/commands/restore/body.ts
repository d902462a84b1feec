import { resolve } from "node:path";
import { restoreBackup } from "../../config/backup/restore-backup.ts";
import { openDatabase } from "../../config/database.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { databaseLocation } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { RestoreCommandOptions } from "./restore.ts";

export async function run(context: CommandContext, options: RestoreCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const file = resolve(context.cwd, options.file);
  const { signal } = context;
  const location = databaseLocation(context, project, options.database);
  await using database = await openDatabase(location, { signal, schema: "any" });
  const { digest, rows } = await restoreBackup({ database, file, replace: options.replace });
  return {
    outputs: { digest, rows },
    account: [
      `restored ${count(rows, "row")} from ${file} into ${database.name}`,
      "env directories may be newer than the backup: run identikit render to bring them back in line",
    ],
    changed: true,
  };
}
