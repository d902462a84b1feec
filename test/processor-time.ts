/** How long this process computes for a piece of work, in milliseconds: other processes, however many, do not make it longer. */
export function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
