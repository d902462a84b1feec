import { resolve } from "node:path";
import { readText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import { readPrivateFile } from "../../secret/key-file.ts";
import type { CommandContext } from "../context.ts";

/**
 * The text of a key that was named: a file, or `env://NAME` for a variable that holds it.
 * @param kind a private key's file must be closed to other users
 * @param from the directory that a path is relative to
 * @throws {IdentikitError} `SIGNING_KEY_INVALID` for a variable that is not set; `KEYRING_INVALID`, `FILE_UNREADABLE`
 */
export function keyText(
  { env }: Pick<CommandContext, "env">,
  named: string,
  { kind, from }: { readonly kind: "private" | "public"; readonly from: string },
): string {
  if (!named.startsWith("env://")) {
    const file = resolve(from, named);
    return kind === "private" ? readPrivateFile(file) : readText(file, named);
  }
  const text = env[named.slice("env://".length)];
  if (text) return text;
  throw new IdentikitError("SIGNING_KEY_INVALID", `the key ${named}: there is no such variable`, {
    remedy: "Set it to the key's text, or name a file.",
  });
}
