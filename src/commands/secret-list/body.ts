import { listSecrets } from "../../config/secrets/secret-store.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { SecretListCommandOptions } from "./secret-list.ts";

export async function run(
  context: CommandContext,
  options: SecretListCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const secrets = await listSecrets(database);
  const account = secrets.map(({ name, version, keyId }) => `${name}  version ${version}, key ${keyId}`);
  return { outputs: { secrets }, account: account.length > 0 ? account : ["no secrets"] };
}
