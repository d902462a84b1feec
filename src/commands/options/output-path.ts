import { resolve } from "node:path";
import { refusePrecious } from "../../config/precious-file.ts";
import type { Context } from "../../runtime/context.ts";

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

/** True where what is written goes to standard output, which then has no place for anything else. */
export function takesStandardOutput(named: unknown): boolean {
  return named === "-" || named === "/dev/stdout" || named === "/dev/fd/1" || named === "/proc/self/fd/1";
}
