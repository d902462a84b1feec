import { rotateSecrets } from "../../config/secrets/secret-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { findKeyring } from "../places/keys.ts";
import type { CommandResult } from "../result.ts";
import type { SecretRotateCommandOptions } from "./secret-rotate.ts";

export async function run(
  context: CommandContext,
  options: SecretRotateCommandOptions,
): Promise<CommandResult> {
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
}

function noKeys(): IdentikitError {
  return new IdentikitError("KEYRING_INVALID", "there are no secret keys to rotate to", {
    remedy: "Set IDENTIKIT_SECRET_KEYS=new:base64,old:base64; the first one seals.",
  });
}
