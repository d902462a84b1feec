/** The id of this process on its machine. */
export function processId(): number {
  return process.pid;
}
