import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { positional, requiredText } from "../options/option.ts";

export const secretSet = defineCommand({
  name: "secret set",
  summary: "Seal a value, read from standard input, as a secret of the config database.",
  example: 'printf %s "$TOKEN" | identikit secret set FORGE_TOKEN',
  options: z.object({
    name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { setSecret } = await import("../../config/secret-store.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const { findOrMakeKeyring } = await import("../places/keys.ts");
    const project = await openProject(context.cwd, options.root);
    const value = secretText(await context.readInput());
    context.log.mask(value);
    const keyring = findOrMakeKeyring(context, project);
    await using database = await openConfigDatabase(context, project, options.database);
    const { version, changed } = await setSecret(database, keyring, options.name, value);
    return {
      outputs: { name: options.name, version, changed },
      account: [
        changed
          ? `sealed ${options.name} under key ${keyring.sealingKeyId}`
          : `${options.name} has this value already`,
      ],
    };
  },
});

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
