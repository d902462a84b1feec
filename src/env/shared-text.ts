import { IdentikitError } from "../fault/error.ts";

/**
 * A file that several programs write, as text: what is not ours in it stays byte for byte. A key names one member of the
 * file: `mcpServers`, or `permissions.allow` for a member of a member. A first name has no dot in it.
 */
export interface SharedText {
  /** The value of a key, as the client reads it; `undefined` where there is none. */
  value(key: string): unknown;
  /** How often a key stands in the file: more than once only where the format lets it. */
  count(key: string): number;
  /**
   * This file with the value under the key, once, and everything else as it is; `undefined` takes the key out.
   * @throws {IdentikitError} `ENV_FILE_INVALID` where something stands in the way that is not ours to change
   */
  with(key: string, value: unknown): SharedText;
  bytes(): Buffer;
}

/** @param problem what is wrong with it, as in "is not UTF-8 text" */
export function sharedTextInvalid(
  name: string,
  { line, column }: { readonly line: number; readonly column: number },
  problem: string,
): IdentikitError {
  return new IdentikitError("ENV_FILE_INVALID", `${name}:${line}:${column} ${problem}`, {
    remedy: "Fix the file, or remove it and render again; it was left as it is.",
  });
}
