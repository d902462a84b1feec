import { setSecret } from "../../config/secrets/secret-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { checkSecretName } from "../../secret/secret-name.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { keySource } from "../places/keys.ts";
import type { CommandResult } from "../result.ts";
import type { SecretSetCommandOptions } from "./secret-set.ts";

export async function run(context: CommandContext, options: SecretSetCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  // Asked first: nobody types a value that cannot be kept anyway.
  await using database = await openConfigDatabase(context, project, options.database);
  checkSecretName(options.name);
  const typed = await context.askHidden(`Value of ${options.name} (not shown): `);
  const value = typed ?? secretText(await context.readInput());
  context.log.mask(value);
  const { version, changed, keyId } = await setSecret(
    database,
    keySource(context, project),
    options.name,
    value,
  );
  return {
    outputs: { name: options.name, version, changed },
    changed,
    account: [
      changed ? `sealed ${options.name} under key ${keyId}` : `${options.name} has this value already`,
    ],
  };
}

/** The bytes as text, without the one line end that `echo` and editors put behind a value. */
function secretText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, "");
  } catch (cause) {
    throw new IdentikitError("SECRET_INVALID", "the value on standard input is not UTF-8 text", {
      remedy: "Encode binary values, for instance with base64.",
      cause,
    });
  }
}
