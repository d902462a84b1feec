import { resolve } from "node:path";
import { z } from "zod";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { requiredText } from "../options/option.ts";

export const backup = defineCommand({
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
  async run(context, options): Promise<CommandResult> {
    const { backupDatabase } = await import("../../config/backup/backup-database.ts");
    const { databaseLocation, openConfigDatabase } = await import("../places/database.ts");
    const project = await openProject(context.cwd, options.root);
    const file = resolve(context.cwd, options.to);
    await using database = await openConfigDatabase(context, project, options.database);
    const location = databaseLocation(context, project, options.database);
    const { digest, rows, tables } = await backupDatabase(database, location, file);
    return {
      outputs: { backup: file, digest, rows, tables: { ...tables } },
      account: [`backed up ${count(rows, "row")} of ${database.name} to ${file}`, `digest ${digest}`],
    };
  },
});
