import { chmodSync, existsSync, lchownSync, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { fileFault } from "../../tree/file-fault.ts";
import type { AgentMount } from "../isolation.ts";

/** What an agent of another user needs of its mounts, for as long as it runs. */
export interface HandedOver {
  /** Makes everything the supervisor's again, also what the agent has made. Only when nothing of the agent runs any more. */
  takeBack(): void;
}

/**
 * Gives mounts to the agent's user: those that it writes as their owner, private ones that it only reads through their group.
 * @throws {IdentikitError} `FILE_UNREADABLE`, `FILE_UNWRITABLE`
 */
export function handOver(mounts: readonly AgentMount[], uid: number): HandedOver {
  const given = mounts.filter(({ writable, isPrivate }) => writable || isPrivate === true);
  const modes: { readonly path: string; readonly mode: number }[] = [];
  const owners = given.map(({ source }) => ({ source, ...ownerOf(source) }));
  for (const { source, writable } of given) {
    each(source, (path, status) => {
      if (writable) return chown(path, status, uid, uid);
      chown(path, status, status.uid, uid);
      // What its owner may read and run, the agent may.
      const mode = (status.mode & 0o7707) | ((status.mode >> 3) & 0o050);
      if (status.isSymbolicLink() || mode === (status.mode & 0o7777)) return;
      modes.push({ path, mode: status.mode & 0o7777 });
      chmodSync(path, mode);
    });
  }
  return {
    takeBack: () => {
      for (const { path, mode } of modes) if (existsSync(path)) chmodSync(path, mode);
      for (const { source, uid: owner, gid } of owners) {
        each(source, (path, status) => {
          if (status.uid === uid || status.gid === uid) chown(path, status, owner, gid);
        });
      }
    },
  };
}

function chown(path: string, status: Stats, uid: number, gid: number): void {
  // The kernel takes the set-user-ID bit away with it, so nothing of the agent's runs as the supervisor.
  if (status.uid !== uid || status.gid !== gid) lchownSync(path, uid, gid);
}

function ownerOf(path: string): { readonly uid: number; readonly gid: number } {
  try {
    const { uid, gid } = lstatSync(path);
    return { uid, gid };
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", path, cause);
  }
}

/** Each file below a path and the path itself; links are not followed. */
function each(path: string, act: (path: string, status: Stats) => void): void {
  const waiting = [path];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    try {
      const status = lstatSync(at);
      if (status.isDirectory()) for (const name of readdirSync(at)) waiting.push(join(at, name));
      act(at, status);
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", at, cause);
    }
  }
}
