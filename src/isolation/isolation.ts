import type { AgentProxy } from "./proxy/agent-proxy.ts";

/** What keeps an agent apart, the strongest first. */
export const isolationKinds = ["container", "bubblewrap", "user"] as const;
export type IsolationKind = (typeof isolationKinds)[number];

/** What a process may reach: nothing, the hosts of a list through the supervisor's proxy, or everything. */
export type NetworkMode = "none" | "proxy" | "open";

/** The machine that agents run on, as the supervisor sees it. */
export interface IsolationHost {
  /** The supervisor's own variables: where programs and the engine are, and what of a runner has to be kept from agents. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What runs in containers has its own folders here. */
  readonly stateDirectory: string;
  /** Ids of users that belong to agents alone; nobody else may have one of them. Used where the supervisor is root. */
  readonly uids?: UidRange | undefined;
}

export interface UidRange {
  readonly first: number;
  readonly count: number;
}

/** A directory or file that the agent sees. */
export interface AgentMount {
  /** Absolute; must be there. */
  readonly source: string;
  /** Where it is for the agent. Isolation by user has no view of its own, so there it has to be the source. */
  readonly target: string;
  readonly writable: boolean;
  /**
   * Whether a read-only one belongs to this run alone, as an env directory does: where the agent is another user, that user's group may
   * read it for the time of the run. Otherwise everybody has to be able to read it. What is writable belongs to the run in any case.
   */
  readonly isPrivate?: boolean | undefined;
}

export interface AgentLimits {
  /** Bytes of standard output and standard error together; at more, the program is ended. */
  readonly outputBytes: number;
  /** Bytes of one line of output; what is over is cut off, with a mark. Default 4 MiB. */
  readonly lineBytes?: number | undefined;
  /** Milliseconds that it may run; at more, it is ended. */
  readonly milliseconds?: number | undefined;
  /** Bytes of memory of all its processes. */
  readonly memoryBytes?: number | undefined;
  /** Processes and threads at a time. Default 512. */
  readonly processes?: number | undefined;
  /** Processors, such as 1.5. Only a container is held to it. */
  readonly cpus?: number | undefined;
  /** Bytes of one file that it writes. A container is not held to it. */
  readonly fileBytes?: number | undefined;
  /** Bytes of its private `/tmp`. Default 1 GiB; isolation by user has none. */
  readonly temporaryBytes?: number | undefined;
}

/** What must stay out of the agent's reach, beside what is kept from every agent: see `guardsOf`. */
export interface AgentGuards {
  /** Files and directories that it must not be able to read: the ticket, the pool's key. */
  readonly paths: readonly string[];
  /** Values that must not stand in the command line of the supervisor or of one of its ancestors. */
  readonly values: readonly string[];
}

/** A program to be started apart from everything else. */
export interface IsolatedRequest {
  /** Names what is started, for {@link endLeftovers}: an attempt. Letters, digits, `.`, `_` and `-`. */
  readonly attempt: string;
  /** The program, as the agent's PATH or view has it, and its arguments. */
  readonly argv: readonly string[];
  /** Its whole environment: nothing of ours comes along. See {@link agentEnvironment}. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it starts; below a mount. */
  readonly cwd: string;
  readonly mounts: readonly AgentMount[];
  /** From {@link chooseIsolation}. */
  readonly isolation: IsolationKind;
  readonly network: { readonly mode: NetworkMode };
  /** The way out, for `proxy`, and for `open` where secrets are added on the way. */
  readonly proxy?: AgentProxy | undefined;
  /** For a container: its image, by digest or by the id that the engine gave it. */
  readonly image?: string | undefined;
  readonly limits: AgentLimits;
  readonly guards?: AgentGuards | undefined;
}

/** Why a program is over. */
export type EndReason =
  /** By itself. */
  | "exited"
  /** It wrote more than it may. */
  | "output"
  /** Its time was over. */
  | "time"
  /** It used more memory than it may. */
  | "memory"
  /** The signal was aborted, or `end` was called. */
  | "stopped"
  /** Nobody can say: the engine that it ran in went away. */
  | "lost";

/** How a program ended. By then nothing that it started is left. */
export interface Ending {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly reason: EndReason;
  /** Bytes that it wrote to standard output and standard error. */
  readonly outputBytes: number;
}
