import { resolve } from "node:path";
import type { Context } from "../../runtime/context.ts";
import { refusePrecious } from "../../secret/precious-file.ts";

/**
 * An output that was named: `-` stands for standard output, everything else is a path from where it was typed.
 * @throws {IdentikitError} `FILE_UNWRITABLE` for a database or a key file
 */
export function outputPath(context: Context, named: string): string {
  if (named === "-") return named;
  const path = resolve(context.cwd, named);
  refusePrecious(path);
  return path;
}
