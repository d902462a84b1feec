/**
 * Ends a program that leads a process group, with all that it has started; what is gone already is no fault.
 * @param pid of the leader, which was started with `detached`
 */
export function endProcessGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left, or it is a stranger's by now.
  }
}
