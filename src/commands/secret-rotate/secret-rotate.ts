import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";

export const secretRotate = defineCommand({
  name: "secret rotate",
  summary: "Seal every secret again under the first key of the keyring, all or none.",
  example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
  options: z.object({ ...rootOption, ...databaseOption }),
  async run(context, options): Promise<CommandResult> {
    const { rotateSecrets } = await import("../../config/secret-store.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const { findKeyring } = await import("../places/keys.ts");
    const project = await openProject(context.cwd, options.root);
    const keyring = findKeyring(context, project);
    if (!keyring) throw noKeys();
    await using database = await openConfigDatabase(context, project, options.database);
    const { rotated, current } = await rotateSecrets(database, keyring);
    return {
      outputs: { rotated: [...rotated], current, keyId: keyring.sealingKeyId },
      account: [
        `${count(rotated.length, "secret")} sealed again under ${keyring.sealingKeyId}, ${current} already were`,
      ],
    };
  },
});

function noKeys(): IdentikitError {
  return new IdentikitError("KEYRING_INVALID", "there are no secret keys to rotate to", {
    remedy: "Set IDENTIKIT_SECRET_KEYS=new:base64,old:base64; the first one seals.",
  });
}
