import { withdrawSecret } from "../../config/secrets/withdraw-secret.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { SecretRemoveCommandOptions } from "./secret-remove.ts";

export async function run(
  context: CommandContext,
  options: SecretRemoveCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { name, force, dryRun } = options;
  await using database = await openConfigDatabase(context, project, options.database);
  const { rows, agents } = await withdrawSecret(database, name, { force, dryRun });
  return {
    outputs: { name, rows: [...rows], agents: [...agents], dryRun },
    changed: !dryRun,
    account: [
      `${dryRun ? "would remove" : "removed"} ${name}`,
      ...(rows.length > 0 ? [`${count(rows.length, "row")} still name it: ${rows.join(", ")}`] : []),
    ],
  };
}
