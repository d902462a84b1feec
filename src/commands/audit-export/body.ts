import { exportAudit } from "../../agents/audit/export-audit.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { AuditExportOptions } from "./audit-export.ts";

export async function run(context: CommandContext, options: AuditExportOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const lines = await exportAudit(database, context.writeOutput);
  return { outputs: { lines }, account: [], printed: true };
}
