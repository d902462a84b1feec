import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { BlobFolder } from "../../src/workspace/files/blob-folder.ts";
import type { Harvest } from "../../src/workspace/files/take-patch.ts";
import { harvestWorkspace, keptElsewhere } from "../../src/workspace/host/harvest-workspace.ts";
import {
  type MadeWorkspace,
  makeWorkspace,
  type WantedWorkspace,
} from "../../src/workspace/host/make-workspace.ts";
import { WorkspaceRoot } from "../../src/workspace/host/workspace-root.ts";
import { gitRemote } from "../../src/workspace/store/git-remote.ts";
import { scratchDirectory } from "../scratch.ts";
import { environment, firstCommit } from "../template/git-repository.ts";

export const { signal } = new AbortController();

/** A repository, and a machine that has workspaces of it. */
export interface Scene {
  readonly repository: string;
  readonly commit: string;
  readonly root: WorkspaceRoot;
  make(wanted?: Partial<WantedWorkspace>): Promise<MadeWorkspace>;
  harvest(name?: string): Promise<Harvest & { readonly blobs: BlobFolder }>;
}

export function scene(
  files: Readonly<Record<string, string | Uint8Array>> = {
    "README.md": "hello\n",
    "src/a.ts": "a\n",
    "src/b.ts": "b\n",
  },
): Scene {
  const place = scratchDirectory();
  const repository = join(place, "origin");
  mkdirSync(repository);
  return sceneOf(place, repository, firstCommit(repository, files));
}

/** {@link scene} with a repository that is there. */
export function sceneOf(place: string, repository: string, commit: string): Scene {
  const root = new WorkspaceRoot(join(place, "root"), environment, () => new Date("2026-05-04T10:00:00Z"));
  const usual: WantedWorkspace = {
    ...{ namespace: "tidewater", name: "w-1", repository: "tidewater/berths", ref: "refs/heads/main" },
    tier: "trusted",
    mode: "worktree",
    remote: gitRemote(repository),
  };
  let count = 0;
  return {
    ...{ repository, commit, root },
    make: (wanted = {}) => makeWorkspace(root, { ...usual, ...wanted }, signal),
    harvest: async (name = "w-1") => {
      const blobs = new BlobFolder(join(place, `blobs-${count++}`));
      const key = { namespace: "tidewater", name };
      const harvest = await harvestWorkspace(root, key, { blobs, signal });
      keptElsewhere(root, key, harvest);
      return { ...harvest, blobs };
    },
  };
}

/** What an agent does with git in its workspace, with what it was given for that. */
export function agentGit({ path, git }: MadeWorkspace, ...args: readonly string[]): string {
  const env = { ...environment, ...git.environment };
  return execFileSync("git", args, { cwd: path, env, encoding: "utf8", stdio: "pipe" }).trim();
}

/** The changes of a patch as lines: what was added, changed and removed. */
export function changesOf({ patch }: Harvest): string[] {
  return patch.changes.map(({ path, before, after }) => {
    const sign = !before && after ? "+" : after ? "~" : "-";
    return `${sign} ${path}`;
  });
}
