/** True where what is written goes to standard output, which then has no place for anything else. */
export function takesStandardOutput(named: unknown): boolean {
  return named === "-" || named === "/dev/stdout" || named === "/dev/fd/1" || named === "/proc/self/fd/1";
}
