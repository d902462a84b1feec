import { resolve } from "node:path";
import { backupDatabase } from "../../config/backup/backup-database.ts";
import { openProject } from "../../project/project.ts";
import { refusePrecious } from "../../secret/precious-file.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { databaseLocation, openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { BackupCommandOptions } from "./backup.ts";

export async function run(context: CommandContext, options: BackupCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const file = resolve(context.cwd, options.to);
  refusePrecious(file);
  await using database = await openConfigDatabase(context, project, options.database);
  const location = databaseLocation(context, project, options.database);
  const { digest, rows, tables } = await backupDatabase(database, location, file);
  return {
    outputs: { backup: file, digest, rows, tables: { ...tables } },
    account: [`backed up ${count(rows, "row")} of ${database.name} to ${file}`, `digest ${digest}`],
  };
}
