import { resolve } from "node:path";
import { writeKeyFile } from "../../secret/key-file.ts";
import { Keyring } from "../../secret/keyring.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import type { SecretKeygenCommandOptions } from "./secret-keygen.ts";

export async function run(
  context: CommandContext,
  options: SecretKeygenCommandOptions,
): Promise<CommandResult> {
  const { id = `key-${context.clock.now().toISOString().slice(0, 10)}` } = options;
  const key = Keyring.generateEntry(id);
  if (options.to === undefined) return { outputs: { id, key }, account: [key] };
  const file = resolve(context.cwd, options.to);
  writeKeyFile(file, key);
  return {
    outputs: { id, file },
    changed: true,
    account: [
      `made key ${id} in ${file}`,
      "Put it first in IDENTIKIT_SECRET_KEYS, or name the file in IDENTIKIT_SECRET_KEYS_FILE, and run: identikit secret rotate",
    ],
  };
}
