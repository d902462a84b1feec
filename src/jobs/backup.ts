import { resolve } from "node:path";
import { z } from "zod";
import { refusePrecious } from "../config/precious-file.ts";
import { openProject } from "../project/project.ts";
import { count } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";
import { requiredText } from "./option.ts";

export const backup = defineJob({
  name: "backup",
  summary: "Write everything that the config database holds to a file, while others use it.",
  example: "identikit backup --to config.backup",
  options: z.object({
    to: requiredText(
      "FILE",
      "The backup to write, mode 0600; sealed secrets, access log and render queue included.",
    ),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { backupDatabase } = await import("../config/backup/backup-database.ts");
    const { databaseLocation, openConfigDatabase } = await import("./database-place.ts");
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
  },
});
