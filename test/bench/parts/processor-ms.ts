import { readFileSync } from "node:fs";

/** What a process has used of the processors, as proc(5) counts it: in hundredths of a second. */
export function processorMs(pid: number): number {
  const [, rest = ""] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  const fields = rest.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
