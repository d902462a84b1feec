import { messageOf } from "../fault/thrown.ts";
import { engineVersion } from "../image/engine/connection.ts";
import { ownUser } from "../runtime/own-user.ts";
import { bubblewrapOptions } from "./bubblewrap/bubblewrap-command.ts";
import { whyNoEntry } from "./container/listen-inside.ts";
import type { IsolationHost, IsolationKind } from "./isolation.ts";
import { systemProgram } from "./launch/programs.ts";
import { resourceLimits } from "./launch/resource-limits.ts";
import { tryCommand } from "./launch/try-command.ts";
import { usualUids } from "./user/agent-uid.ts";
import { asUser, userCommand } from "./user/user-command.ts";

/** What was found about one kind of isolation on a machine. */
export interface IsolationSupport {
  readonly kind: IsolationKind;
  /** Why it is not there; left out where it is. */
  readonly missing?: string;
  /** Why it cannot keep an agent from the network; left out where it can. */
  readonly networkMissing?: string;
  /** Why an agent without a network could not be given the proxy; left out where it could. */
  readonly proxyMissing?: string;
}

/**
 * Which kinds of isolation a machine has, each tried and not guessed, the strongest first. Nothing is left behind.
 * @throws what `signal` was aborted with
 */
export async function probeIsolation(
  host: IsolationHost,
  signal: AbortSignal,
): Promise<readonly IsolationSupport[]> {
  signal.throwIfAborted();
  const found = await Promise.all([
    containerSupport(host, signal),
    missingBubblewrap(host, signal).then((missing) => supportOf("bubblewrap", missing)),
    userSupport(host, signal),
  ]);
  signal.throwIfAborted();
  return found;
}

function supportOf(kind: IsolationKind, missing: string | undefined): IsolationSupport {
  return missing === undefined ? { kind } : { kind, missing };
}

async function containerSupport(host: IsolationHost, signal: AbortSignal): Promise<IsolationSupport> {
  try {
    await engineVersion(host.env, signal);
  } catch (cause) {
    return { kind: "container", missing: messageOf(cause) };
  }
  const proxyMissing = whyNoEntry(host);
  return proxyMissing === undefined ? { kind: "container" } : { kind: "container", proxyMissing };
}

async function missingBubblewrap(host: IsolationHost, signal: AbortSignal): Promise<string | undefined> {
  const isRoot = ownUser()?.uid === 0;
  const [bwrap, prlimit] = [systemProgram("bwrap", host), systemProgram("prlimit", host)];
  const setpriv = isRoot ? systemProgram("setpriv", host) : "";
  if (bwrap === undefined) return "bwrap (bubblewrap) is not on this machine";
  if (prlimit === undefined || setpriv === undefined)
    return "prlimit and setpriv (util-linux) are not on this machine";
  const view = {
    network: "none",
    mounts: [],
    files: [],
    programs: [],
    temporaryBytes: 1 << 20,
    isRoot,
  } as const;
  const become = isRoot ? asUser(setpriv, usualUids.first) : [];
  return await tryCommand([bwrap, ...bubblewrapOptions(view), "--", ...become, "/bin/sh", "-c", ":"], signal);
}

async function userSupport(host: IsolationHost, signal: AbortSignal): Promise<IsolationSupport> {
  const kind = "user";
  if (ownUser()?.uid !== 0) return { kind, missing: "only root can start a program as another user" };
  const [setpriv, prlimit] = [systemProgram("setpriv", host), systemProgram("prlimit", host)];
  if (setpriv === undefined || prlimit === undefined)
    return { kind, missing: "prlimit and setpriv (util-linux) are not on this machine" };
  const [unshare, ip] = [systemProgram("unshare", host), systemProgram("ip", host)];
  const { first: uid } = host.uids ?? usualUids;
  const limits = resourceLimits({ outputBytes: 0 }, 0);
  const run = (network: "none" | "open") =>
    tryCommand(
      userCommand({ setpriv, prlimit, unshare, ip }, { uid, limits, network }, ["/bin/sh", "-c", ":"]),
      signal,
    );
  const missing = await run("open");
  if (missing !== undefined) return { kind, missing };
  const networkMissing =
    unshare === undefined || ip === undefined
      ? "unshare (util-linux) and ip (iproute2) are not both on this machine"
      : await run("none");
  return networkMissing === undefined ? { kind } : { kind, networkMissing };
}
