import process from "node:process";

/** Processor time, in seconds, of some work of this process. */
export async function busySeconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
