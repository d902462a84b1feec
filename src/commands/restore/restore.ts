import { resolve } from "node:path";
import { z } from "zod";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { flag, positional, requiredText } from "../options/option.ts";
import { databaseLocation } from "../places/database.ts";

export const restore = defineCommand({
  name: "restore",
  summary: "Make the config database hold what a backup holds, of either kind: all of it or nothing.",
  example: "identikit restore config.backup",
  options: z.object({
    file: positional(requiredText("FILE", "The backup.")),
    replace: flag("Delete what the database holds; without it, the database must hold nothing."),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { openDatabase } = await import("../../config/database.ts");
    const { restoreBackup } = await import("../../config/backup/restore-backup.ts");
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
  },
});
