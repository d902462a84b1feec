/** Does something as the process ends, whatever ends it short of a signal that cannot be caught; it must not wait. */
export function atExit(work: () => void): void {
  process.once("exit", work);
}
