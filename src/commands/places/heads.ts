import { resolve } from "node:path";
import { type Heads, isHeads, parseHeads } from "../../config/access-log/heads.ts";
import { readText } from "../../document/text.ts";
import type { Context } from "../../runtime/context.ts";

/**
 * The heads of a log that `--expect` gives, or a file that holds them.
 * @throws {IdentikitError} `HEADS_INVALID`, `FILE_UNREADABLE`
 */
export function readHeads(context: Context, given: string): Heads {
  if (isHeads(given)) return parseHeads(given, "--expect");
  const file = resolve(context.cwd, given);
  return parseHeads(readText(file), file);
}
