import { readdirSync, readFileSync } from "node:fs";

/** A process by the two numbers that no other one has at the same time. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks from the machine's start to the process's (proc(5), `starttime`): the same in every pid namespace. */
  readonly born: string;
}

interface ProcessFacts extends ProcessMark {
  readonly parent: number;
}

/** What is known of a process; `undefined` where it is gone. */
export function processFacts(pid: number): ProcessFacts | undefined {
  const text = procText(pid, "stat");
  // The name in parentheses may hold anything, a parenthesis too.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const [parent, born] = [fields?.[1], fields?.[19]];
  return parent === undefined || born === undefined ? undefined : { pid, born, parent: Number(parent) };
}

/** A process and those above it, as far as they can be seen from here. */
export function lineageOf(pid: number): readonly ProcessMark[] {
  const found: ProcessMark[] = [];
  for (let at = processFacts(pid); at && found.length < 100; at = processFacts(at.parent)) found.push(at);
  return found;
}

/** Everything that a process has started, and what that has started, without the process itself. */
export function descendantsOf(pid: number): readonly ProcessMark[] {
  return childrenOf(pid).flatMap((child) => [processFacts(child) ?? [], descendantsOf(child)].flat());
}

/** By the kernel's own lists, where it keeps them (CONFIG_PROC_CHILDREN): so what a look costs does not grow with the machine. */
function childrenOf(pid: number): readonly number[] {
  const lists = tasksOf(pid).map((task) => procText(pid, `task/${task}/children`));
  if (lists.every((list) => list !== undefined))
    return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
  return pids().filter((each) => processFacts(each)?.parent === pid);
}

/** The processes of a user, by the real, effective, saved or file system id. Zombies, which do nothing any more, do not count. */
export function processesOf(uid: number): readonly ProcessMark[] {
  return pids().flatMap((pid) => (usersOf(pid).includes(uid) ? (processFacts(pid) ?? []) : []));
}

/** How many processes each user has. */
export function processesByUser(): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const uid of pids().flatMap(usersOf)) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  return counts;
}

/** Whom a process acts as. Its status says so also where the owner of its directory in /proc does not. */
function usersOf(pid: number): readonly number[] {
  const status = procText(pid, "status") ?? "";
  if (/^State:\s+[ZX]/m.test(status)) return [];
  const ids = /^Uid:\s+(.*)$/m.exec(status)?.[1] ?? "";
  return [...new Set(ids.split(/\s+/).filter(Boolean).map(Number))];
}

/** Whether it is this very process that still runs. */
export function isAlive({ pid, born }: ProcessMark): boolean {
  const text = procText(pid, "stat");
  const isDead = text !== undefined && /^ [ZX] /.test(text.slice(text.lastIndexOf(")") + 1));
  return !isDead && processFacts(pid)?.born === born;
}

/** Bytes of memory that are a process's own. */
export function ownMemoryOf(pid: number): number {
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(procText(pid, "status") ?? "")?.[1] ?? 0) * 1024;
}

/** A process's command line, its arguments between NULs; empty where it is gone. */
export function commandLineOf(pid: number): string {
  return procText(pid, "cmdline") ?? "";
}

function pids(): number[] {
  return readdirSync("/proc").flatMap((name) => (/^[0-9]+$/.test(name) ? Number(name) : []));
}

function tasksOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function procText(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return undefined;
  }
}
