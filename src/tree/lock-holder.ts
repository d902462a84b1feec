import { readFileSync } from "node:fs";

/** Ticks of a second in what the kernel tells of processes: `USER_HZ`, the same on every platform that Node runs on. */
const ticks = 100;

/**
 * The number of the process that holds a lock for writing on a file, where the kernel says so (Linux; not across containers).
 * @param inode of the file
 * @param byte which byte of the file is locked, where a program locks several for different things
 */
export function lockHolder(inode: number | bigint, byte?: number): number | undefined {
  try {
    const holder = readFileSync("/proc/locks", "utf8")
      .split("\n")
      .map((line) => /POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s+\S+:(\d+)\s+(\d+)\s/.exec(line))
      .find((found) => found?.[2] === String(inode) && (byte === undefined || found[3] === String(byte)));
    return Number(holder?.[1]) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * A process for messages: its number, the name of its program, and since when it runs, as far as the system says. Its arguments are not
 * shown: they may hold a secret.
 */
export function describeProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const program = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    // The twentieth field behind the program's name: when it started, counted from when the machine did.
    const started = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]) / ticks;
    const booted = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    return `process ${pid} (${program}), running since ${new Date((booted + started) * 1000).toISOString()}`;
  } catch {
    return `process ${pid}`;
  }
}
