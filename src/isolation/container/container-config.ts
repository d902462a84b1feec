import type { ContainerCreateOptions } from "dockerode";
import type { IsolatedRequest } from "../isolation.ts";
import { usualProcesses } from "../launch/resource-limits.ts";

/** The label that names the attempt which a container belongs to. */
export const attemptLabel = "identikit.attempt";

const usualTemporaryBytes = 2 ** 30;
const sharedMemoryBytes = 64 * 2 ** 20;

export interface ContainerPlace {
  /** Whom the agent is inside: a user and group by number. */
  readonly user: string;
  /** The stage, and the agent behind it. */
  readonly command: readonly string[];
  /** A directory of ours that the stage looks for; it is there only where the engine sees our files. */
  readonly ownDirectory: string;
}

/** Where {@link ContainerPlace.ownDirectory} is inside. */
export const ownTarget = "/run/identikit";

/** The container of an agent, as the engine is asked for it. Whatever is not named here is the engine's own, such as its seccomp profile. */
export function containerConfig(request: IsolatedRequest, place: ContainerPlace): ContainerCreateOptions {
  const { attempt, env, mounts, network, limits, image = "" } = request;
  const {
    memoryBytes,
    cpus,
    processes = usualProcesses,
    temporaryBytes = usualTemporaryBytes,
    fileBytes,
  } = limits;
  const own = { source: place.ownDirectory, target: ownTarget, writable: false };
  return {
    Image: image,
    // An entrypoint of ours takes the place of the image's, and of its command.
    Entrypoint: [...place.command],
    Cmd: [],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    User: place.user,
    WorkingDir: "/",
    Hostname: "agent",
    Labels: { [attemptLabel]: attempt },
    ...{ OpenStdin: true, StdinOnce: true, Tty: false },
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
    // Its own check would run programs of the image beside the agent.
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      NetworkMode: network.mode === "open" ? "default" : "none",
      Privileged: false,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      ReadonlyRootfs: true,
      Tmpfs: { "/tmp": `rw,nosuid,nodev,mode=1777,size=${temporaryBytes}` },
      ShmSize: sharedMemoryBytes,
      IpcMode: "private",
      PidsLimit: processes,
      // As much swap as memory: none.
      ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
      ...(cpus === undefined ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
      Ulimits: [
        { Name: "core", Soft: 0, Hard: 0 },
        ...(fileBytes === undefined ? [] : [{ Name: "fsize", Soft: fileBytes, Hard: fileBytes }]),
      ],
      Mounts: [own, ...mounts].map(({ source, target, writable }) => ({
        Type: "bind",
        Source: source,
        Target: target,
        ReadOnly: !writable,
        BindOptions: { Propagation: "rprivate" },
      })),
      RestartPolicy: { Name: "no" },
      // What an agent writes goes to its supervisor, and onto no disk of the engine.
      LogConfig: { Type: "none", Config: {} },
    },
  };
}
