import { join } from "node:path";
import type { RepositoryStore } from "../store/repository-store.ts";
import type { WorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceRoot } from "./workspace-root.ts";

/** A folder that an agent may read, and whether it may write there. */
export interface AgentPath {
  readonly path: string;
  readonly writable: boolean;
}

/** With what an agent uses git in its workspace: it can commit, and nothing of that reaches the store. */
export interface AgentGit {
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Absolute, and the same inside of a container, since git's files name each other so. A folder within an earlier one comes after it, and has
   * rights of its own.
   */
  readonly paths: readonly AgentPath[];
}

/** What the agent's own git is set to; it may set it otherwise. */
const settings: readonly (readonly [string, string])[] = [
  ["user.name", "agent"],
  ["user.email", "agent@identikit.invalid"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["core.hooksPath", "/dev/null"],
  ["advice.detachedHead", "false"],
];

/** What the agent's environment gets for git, and which folders it needs. */
export function agentGit(root: WorkspaceRoot, store: RepositoryStore, record: WorkspaceRecord): AgentGit {
  const { tree, objects } = root.place(record);
  const config = [...settings, ["safe.directory", tree], ["safe.directory", store.gitDirectory]];
  return {
    environment: {
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: store.objects,
      GIT_TERMINAL_PROMPT: "0",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_COUNT: String(config.length),
      ...Object.fromEntries(
        config.flatMap(([key = "", value = ""], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
    },
    paths: [
      { path: tree, writable: true },
      { path: objects, writable: true },
      { path: store.gitDirectory, writable: false },
      { path: join(store.gitDirectory, "worktrees", record.admin), writable: true },
    ],
  };
}
