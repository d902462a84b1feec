import { resolve } from "node:path";
import { z } from "zod";
import { openProject } from "../project/project.ts";
import { count } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { databaseLocation } from "./database-place.ts";
import { defineJob, type JobResult } from "./job.ts";
import { flag, positional, requiredText } from "./option.ts";

export const restore = defineJob({
  name: "restore",
  summary: "Make the config database hold what a backup holds, of either kind: all of it or nothing.",
  example: "identikit restore config.backup",
  options: z.object({
    file: positional(requiredText("FILE", "The backup.")),
    replace: flag("Delete what the database holds; without it, the database must hold nothing."),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { openDatabase } = await import("../config/database.ts");
    const { restoreBackup } = await import("../config/backup/restore-backup.ts");
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
