import { rmSync } from "node:fs";
import { asked, removeContainer } from "../../containers/engine-call.ts";
import { certain } from "../../fault/certain.ts";
import { connectEngine } from "../../image/engine/connection.ts";
import { ownUser } from "../../runtime/own-user.ts";
import type { IsolatedRequest, IsolationHost } from "../isolation.ts";
import { launchCommand, type StagedLaunch } from "../launch/launch-script.ts";
import { AgentUid } from "../user/agent-uid.ts";
import { handOver } from "../user/hand-over.ts";
import { containerConfig, ownTarget } from "./container-config.ts";
import { ContainerVessel } from "./container-vessel.ts";
import { listenInside } from "./listen-inside.ts";
import { makeOwnDirectory } from "./own-directory.ts";

/**
 * Starts a program as the first process of a new container.
 * @throws {IdentikitError} `IMAGE_MISSING`, `ENGINE_UNREACHABLE`, `ENGINE_FAILED`, `ISOLATION_UNAVAILABLE`, `NETWORK_UNHELD`
 */
export async function startContainer(
  request: IsolatedRequest,
  host: IsolationHost,
  launch: StagedLaunch,
  signal: AbortSignal,
): Promise<ContainerVessel> {
  const { attempt, image = "", mounts, proxy } = request;
  const engine = await connectEngine(host.env);
  const { Config } = await asked(`inspect image ${image}`, () => engine.getImage(image).inspect());
  const own = certain(ownUser());
  await using undo = new AsyncDisposableStack();
  // Bind mounts show the owners that the machine has, so the agent is somebody of its own there, too.
  const uid = own.uid === 0 ? undo.use(await AgentUid.take(host)) : undefined;
  const user = uid ? `${uid.id}:${uid.id}` : `${own.uid}:${own.gid}`;
  const ownDirectory = makeOwnDirectory(host, attempt, launch.nonce);
  undo.defer(() => rmSync(ownDirectory, { recursive: true, force: true }));
  const handed = uid ? handOver(mounts, uid.id) : undefined;
  undo.defer(() => handed?.takeBack());
  const command = launchCommand({
    ...launch,
    mounts: [...mounts, { source: "", target: `${ownTarget}/${launch.nonce}`, writable: false }],
    // An image's variables come along with every container, and two of the engine's own.
    unset: [...namesOf(Config.Env ?? []), "HOME", "HOSTNAME"].filter(
      (name) => !Object.hasOwn(request.env, name),
    ),
    staysBehind: true,
  });
  const config = containerConfig(request, { user, command, ownDirectory });
  const container = await asked("make a container", () => engine.createContainer(config));
  undo.defer(() => removeContainer(engine, container.id, { volumes: true }));
  const vessel = await ContainerVessel.start(engine, container, () => {
    handed?.takeBack();
    rmSync(ownDirectory, { recursive: true, force: true });
    uid?.[Symbol.dispose]();
  });
  if (proxy?.isInAgentsNetwork) {
    const { State } = await asked("inspect a container", () => container.inspect());
    proxy.serve(await listenInside({ id: container.id, pid: State.Pid }, proxy.port, host, signal));
  }
  undo.move();
  return vessel;
}

/** Names that a shell can take back; it hands on no others. */
function namesOf(env: readonly string[]): string[] {
  return env.map((each) => each.split("=", 1).join()).filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
}
