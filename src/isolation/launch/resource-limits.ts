import type { AgentLimits } from "../isolation.ts";

export const usualProcesses = 512;

/**
 * Limits of the kernel for each process, as options of `prlimit`. The number of processes is counted for the whole user.
 * @param others processes that this user has already
 */
export function resourceLimits(
  { processes = usualProcesses, fileBytes }: AgentLimits,
  others: number,
): string[] {
  const most = processes + others;
  return [
    `--nproc=${most}:${most}`,
    "--core=0:0",
    ...(fileBytes === undefined ? [] : [`--fsize=${fileBytes}:${fileBytes}`]),
  ];
}
