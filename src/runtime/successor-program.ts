/** A program that takes this process's place. */
export interface SuccessorProgram {
  /** Absolute path; nothing looks it up on a PATH any more. */
  readonly file: string;
  /** What it is called by, and its arguments. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Replaces this process (execve): signals reach the program itself, and its exit code is the process's. Returns only where the
 * program could not be run, which ends the process.
 */
export function becomeProgram({ file, argv, env }: SuccessorProgram): void {
  // Node ignores these two, and what is ignored stays so in the program; what is caught goes back to its default.
  for (const name of ["SIGPIPE", "SIGXFSZ"] as const) process.on(name, () => undefined);
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  process.execve?.(file, [...argv], Object.fromEntries(given));
}
