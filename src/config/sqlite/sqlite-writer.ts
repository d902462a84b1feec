import { statSync } from "node:fs";
import { describeProcess, lockHolder } from "../../tree/lock-holder.ts";

/** The byte of the shared-memory file that a writer locks (SQLite, "The WAL-mode File Format", 2.3). */
const writeLockByte = 120;

/** The process that writes to a SQLite file, for messages, as far as the system says. */
export function writerOf(file: string): string | undefined {
  try {
    const pid = lockHolder(statSync(`${file}-shm`, { bigint: true }).ino, writeLockByte);
    return pid === undefined ? undefined : describeProcess(pid);
  } catch {
    return undefined;
  }
}
