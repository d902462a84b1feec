/**
 * Sends a signal to a process by its id; 0 only asks whether it is there.
 * @returns false where it is gone, or belongs to somebody else
 */
export function signalProcess(pid: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
