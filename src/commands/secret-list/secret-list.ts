import { z } from "zod";
import { openProject } from "../../project/project.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";

export const secretList = defineCommand({
  name: "secret list",
  summary: "List the secrets with version and key, never with a value.",
  example: "identikit secret list",
  options: z.object({ ...rootOption, ...databaseOption }),
  async run(context, options): Promise<CommandResult> {
    const { listSecrets } = await import("../../config/secret-store.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const project = await openProject(context.cwd, options.root);
    await using database = await openConfigDatabase(context, project, options.database);
    const secrets = await listSecrets(database);
    const account = secrets.map(({ name, version, keyId }) => `${name}  version ${version}, key ${keyId}`);
    return { outputs: { secrets }, account: account.length > 0 ? account : ["no secrets"] };
  },
});
