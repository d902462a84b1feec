import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { nodeProgram } from "../runtime/node-program.ts";
import { ownUser } from "../runtime/own-user.ts";
import { agentFiles } from "./bubblewrap/agent-files.ts";
import { bubblewrapOptions } from "./bubblewrap/bubblewrap-command.ts";
import { ChildVessel } from "./child-vessel.ts";
import type { IsolatedRequest, IsolationHost } from "./isolation.ts";
import { launchCommand, type StagedLaunch } from "./launch/launch-script.ts";
import { processesOf } from "./launch/processes.ts";
import { systemProgram } from "./launch/programs.ts";
import { resourceLimits } from "./launch/resource-limits.ts";
import { AgentUid } from "./user/agent-uid.ts";
import { handOver } from "./user/hand-over.ts";
import { asUser, userCommand } from "./user/user-command.ts";

const usualTemporaryBytes = 2 ** 30;

/** Starts a program as a child of ours, under bubblewrap or as another user. @throws {IdentikitError} */
export async function startLocal(
  request: IsolatedRequest,
  host: IsolationHost,
  launch: StagedLaunch,
): Promise<ChildVessel> {
  const { env, mounts, isolation, network, proxy } = request;
  const own = certain(ownUser());
  const isRoot = own.uid === 0;
  const isBubblewrap = isolation === "bubblewrap";
  if (!isRoot && !isBubblewrap)
    throw new IdentikitError("ISOLATION_UNAVAILABLE", "only root can start a program as another user", {
      remedy: "Run the supervisor as root, or use bubblewrap or a container.",
    });
  const uid = isRoot ? await AgentUid.take(host) : undefined;
  try {
    const node = nodeProgram();
    const listener = proxy?.isInAgentsNetwork ? { node, port: proxy.port } : undefined;
    const stage = launchCommand({ ...launch, listener });
    const files = isBubblewrap ? agentFiles(uid?.id ?? own.uid, env.HOME ?? "/") : {};
    const limits = resourceLimits(request.limits, isRoot ? 0 : processesOf(own.uid).length);
    const need = (name: string): string => needed(name, host);
    const become = uid ? asUser(need("setpriv"), uid.id) : [];
    const view = {
      network: network.mode,
      mounts,
      files: Object.keys(files),
      programs: listener && !node.startsWith("/usr/") ? [node] : [],
      temporaryBytes: request.limits.temporaryBytes ?? usualTemporaryBytes,
      isRoot,
    };
    const command = isBubblewrap
      ? [
          need("prlimit"),
          ...limits,
          "--",
          need("bwrap"),
          ...bubblewrapOptions(view),
          "--",
          ...become,
          ...stage,
        ]
      : userCommand(
          { setpriv: need("setpriv"), prlimit: need("prlimit"), ...networkPrograms(request, host) },
          { uid: certain(uid).id, limits, network: network.mode },
          stage,
        );
    const handed = uid ? handOver(mounts, uid.id) : undefined;
    return ChildVessel.start({
      command,
      env,
      files: Object.values(files),
      uid,
      hasNamespace: isBubblewrap,
      onServer: listener && ((server) => proxy?.serve(server)),
      release: () => handed?.takeBack(),
    });
  } catch (fault) {
    uid?.[Symbol.dispose]();
    throw fault;
  }
}

function networkPrograms(
  { network }: IsolatedRequest,
  host: IsolationHost,
): { unshare?: string; ip?: string } {
  return network.mode === "open" ? {} : { unshare: needed("unshare", host), ip: needed("ip", host) };
}

function needed(name: string, host: IsolationHost): string {
  const path = systemProgram(name, host);
  if (path !== undefined) return path;
  throw new IdentikitError("ISOLATION_UNAVAILABLE", `${name} is not on this machine`, {
    remedy: "Install it (bubblewrap, util-linux, iproute2), or use another isolation.",
  });
}
