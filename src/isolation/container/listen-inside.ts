import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Server } from "node:net";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { listenerProgram } from "../../runtime/listener-program.ts";
import { nodeProgram } from "../../runtime/node-program.ts";
import { ownUser } from "../../runtime/own-user.ts";
import type { IsolationHost } from "../isolation.ts";
import { systemProgram } from "../launch/programs.ts";

const listenMs = 15_000;

/**
 * Opens a port in the network of a container, without a program of its image: one of ours enters that network, listens, hands over what
 * it listens with, and ends.
 * @param container its id, and its first process as the engine numbers it
 * @throws {IdentikitError} `NETWORK_UNHELD` where that process cannot be entered from here
 */
export async function listenInside(
  container: { readonly id: string; readonly pid: number },
  port: number,
  host: IsolationHost,
  signal: AbortSignal,
): Promise<Server> {
  const why = whyNoEntry(host);
  if (why !== undefined) throw unheld(why);
  if (!isOf(container)) throw unheld("the engine's processes are not visible from here");
  const args = [
    `--net=/proc/${container.pid}/ns/net`,
    "--",
    nodeProgram(),
    "-e",
    listenerProgram,
    String(port),
  ];
  const child = spawn(certain(systemProgram("nsenter", host)), args, {
    env: {},
    cwd: "/",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    signal: AbortSignal.any([signal, AbortSignal.timeout(listenMs)]),
    killSignal: "SIGKILL",
  });
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  child.once("message", (_text, handle) => {
    child.send("taken");
    if (handle instanceof Server) resolve(handle);
  });
  child.once("error", () => reject(unheld("no port could be opened there")));
  child.once("exit", () => reject(unheld("no port could be opened there")));
  return await promise;
}

/** Why the network of a container cannot be entered from here, whichever it is; `undefined` where it can. */
export function whyNoEntry(host: IsolationHost): string | undefined {
  if (ownUser()?.uid !== 0) return "entering the network of a container takes root";
  return systemProgram("nsenter", host) === undefined
    ? "nsenter (util-linux) is not on this machine"
    : undefined;
}

/** Whether a number that the engine gives is that container's process here, too: it may live in another pid namespace. */
function isOf({ id, pid }: { readonly id: string; readonly pid: number }): boolean {
  try {
    return pid > 0 && readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(id);
  } catch {
    return false;
  }
}

function unheld(why: string): IdentikitError {
  return new IdentikitError(
    "NETWORK_UNHELD",
    `the proxy cannot listen in the network of the container: ${why}`,
    {
      remedy:
        "Run the supervisor as root on the engine's own machine, or use bubblewrap, or a network policy without a proxy.",
    },
  );
}
