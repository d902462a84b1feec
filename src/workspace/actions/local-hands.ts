import { lstatSync, realpathSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { z } from "zod";
import type { gitState } from "../../agents/kinds/git-state.ts";
import { patchDigest } from "../../agents/run-bundle/tree-patch.ts";
import type {
  HeldWorkspace,
  WorkspaceHands,
  WorkspaceJob,
  WorkspaceOutcome,
} from "../../agents/workspaces/workspace-hands.ts";
import { IdentikitError } from "../../fault/error.ts";
import { makeWorkspace, type WantedWorkspace } from "../host/make-workspace.ts";
import { proveWorkspace } from "../host/prove-workspace.ts";
import { removeWorkspace } from "../host/remove-workspace.ts";
import { readWorkspaceRecord } from "../host/workspace-record.ts";
import { workspaceRef } from "../host/workspace-ref.ts";
import type { WorkspaceKey, WorkspaceRoot } from "../host/workspace-root.ts";
import { abortRebase, autoResolve, markResolved } from "../rebase/end-rebase.ts";
import { type RebaseOutcome, startRebase } from "../rebase/rebase-workspace.ts";
import { editorLink } from "../state/links.ts";
import { readGitState } from "../state/read-git-state.ts";
import type { GitRemote } from "../store/git-remote.ts";
import { archivedPatch, archiveWorkspace, forgetArchive } from "./archive.ts";
import { IncomingFolder } from "./incoming-folder.ts";
import type { PatchStore } from "./patch-store.ts";

/** What the actions on workspaces of this machine need. */
export interface LocalHandsOptions {
  readonly root: WorkspaceRoot;
  /** The machine's name. */
  readonly host: string;
  /** Where a repository is. */
  readonly remoteOf: (repository: string) => GitRemote;
  /** Has the patches that were not archived here; left out where nobody has them. */
  readonly patches?: PatchStore | undefined;
}

/** Does on this machine what was admitted for its workspaces. */
export class LocalHands implements WorkspaceHands {
  readonly host: string;
  readonly #options: LocalHandsOptions;

  constructor(options: LocalHandsOptions) {
    this.host = options.host;
    this.#options = options;
  }

  isOwn(workspace: HeldWorkspace): boolean {
    return workspace.workspacePath === this.#options.root.place(workspace).tree;
  }

  async look(workspace: HeldWorkspace, signal: AbortSignal): Promise<z.output<typeof gitState>> {
    const { workspacePath } = workspace;
    if (workspacePath === undefined || this.isOwn(workspace))
      return await readGitState(this.#options.root, workspace, signal);
    // Somebody's own checkout, which may be configured to run anything: git is not started in it.
    return isFolder(workspacePath)
      ? { missing: false, editorLink: editorLink(workspacePath) }
      : { missing: true };
  }

  async act(job: WorkspaceJob, signal: AbortSignal): Promise<WorkspaceOutcome> {
    const { root, remoteOf } = this.#options;
    switch (job.action) {
      case "provision":
      case "recover":
        return await this.#make(job, signal);
      case "link":
        return await this.#link(job, signal);
      case "archive": {
        const { base, digest } = await archiveWorkspace(root, job, job.workspacePath, signal);
        const kept = digest === undefined ? "it had no changes" : `its changes are kept as ${digest}`;
        return { result: `Its files are removed; ${kept}.`, files: "gone", base, patchDigest: digest };
      }
      case "cleanup": {
        const removed = await removeWorkspace(root, job, job.workspacePath, signal);
        forgetArchive(root, job);
        return { result: removed ? "Its files are removed." : "There was nothing to remove.", files: "gone" };
      }
      case "rebase-start":
        return await this.#rebased(
          job,
          await startRebase(root, job, remoteOf(job.repository), signal),
          signal,
        );
      case "rebase-auto-resolve":
        return await this.#rebased(job, await autoResolve(root, job, signal), signal);
      case "rebase-mark-resolved":
        return await this.#rebased(job, markResolved(root, job), signal);
      case "rebase-abort":
        return await this.#rebased(job, await abortRebase(root, job, signal), signal);
      case "rebase-open-in-editor": {
        const path = job.workspacePath ?? root.place(job).tree;
        if (!isFolder(path)) throw missing(job);
        return { result: editorLink(path), files: "same", git: await this.look(job, signal) };
      }
      case "pin":
      case "unpin":
      case "notes-save":
        return { result: "It is done in the record.", files: "same" };
    }
  }

  /** Makes it, where it is not there already. */
  async #make(job: WorkspaceJob, signal: AbortSignal): Promise<WorkspaceOutcome> {
    const { root } = this.#options;
    if (job.workspacePath !== undefined && !this.isOwn(job)) throw notOurs(job, job.workspacePath);
    const path = root.place(job).tree;
    const there = await readGitState(root, job, signal);
    const record = readWorkspaceRecord(root, job);
    // What is here from before it was another machine's is of that time; where it is not to be lost, making it says so.
    if (there.missing === false && record && !job.isMoved)
      return {
        result: `It is there already, in ${path}.`,
        files: "here",
        path,
        base: record.base,
        git: there,
      };
    const { repository, trustTier: tier, refs, policy } = job;
    using incoming = new IncomingFolder(root, job);
    const patch = await this.#patchOf(job, incoming, signal);
    const commit = patch?.patch.base ?? refs?.base ?? refs?.head;
    const { caches, mode = "worktree", submodules } = policy ?? {};
    const remote = this.#options.remoteOf(repository);
    const wanted = {
      ...keyOf(job),
      repository,
      remote,
      ref: refs && workspaceRef(refs),
      commit,
      tier,
      mode,
      caches,
      submodules,
      patch,
    };
    const made = await makeWorkspace(root, wanted, signal);
    if (patch) await proveWorkspace(root, job, patchDigest(patch.patch), signal);
    const git = await readGitState(root, job, signal);
    const result = patch
      ? `It is in ${path}, at ${made.base} with its changes, read back as ${patchDigest(patch.patch)}.`
      : `It is in ${path}, at ${made.base}.`;
    return { result, files: "here", path, base: made.base, git };
  }

  async #patchOf(
    job: WorkspaceJob,
    incoming: IncomingFolder,
    signal: AbortSignal,
  ): Promise<WantedWorkspace["patch"]> {
    const { patchDigest: digest, refs, text } = job;
    // Who asks for the base alone, knows that the changes are left behind.
    if (digest === undefined || text === "base") return undefined;
    const bare = refs?.base === undefined ? undefined : { version: 1 as const, base: refs.base, changes: [] };
    if (bare && patchDigest(bare) === digest) return undefined;
    const archived = archivedPatch(this.#options.root, job, digest);
    if (archived) return archived;
    const { patches } = this.#options;
    if (patches) return await incoming.take((blobs) => patches.fetch(keyOf(job), digest, blobs, signal));
    throw new IdentikitError(
      "WORKSPACE_MISSING",
      `the changes ${digest} of workspace ${job.name} are not on this machine`,
      {
        remedy:
          "Recover it where it was archived, or ask with the text `base` to make it without its changes.",
      },
    );
  }

  async #link(job: WorkspaceJob, signal: AbortSignal): Promise<WorkspaceOutcome> {
    const { text: path } = job;
    if (path === undefined || !isAbsolute(path) || !isFolder(path) || realpathSync(path) !== path)
      throw new IdentikitError(
        "WORKSPACE_MISSING",
        `${JSON.stringify(path ?? "")} is not a folder of this machine`,
        {
          remedy: "Name the checkout by its absolute path, with no link in it.",
        },
      );
    if (!lstatSync(join(path, ".git"), { throwIfNoEntry: false }))
      throw new IdentikitError("WORKSPACE_MISSING", `${path} is not a checkout of a repository`, {
        remedy: "Name the folder that has .git in it.",
      });
    const git = await this.look({ ...job, workspacePath: path }, signal);
    return { result: `It is ${path}, which Identikit never removes.`, files: "here", path, git };
  }

  async #rebased(
    job: WorkspaceJob,
    { phase, onto, conflicts }: RebaseOutcome,
    signal: AbortSignal,
  ): Promise<WorkspaceOutcome> {
    const result = {
      done: `It is at ${onto}.`,
      conflicts: `It waits for somebody to resolve ${conflicts.slice(0, 20).join(", ")}.`,
      aborted: `It is back at ${onto}, as it was before.`,
    }[phase];
    return { result, files: "same", base: onto, git: await this.look(job, signal) };
  }
}

function keyOf({ namespace, name }: WorkspaceKey): WorkspaceKey {
  return { namespace, name };
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function missing({ name }: WorkspaceKey): IdentikitError {
  return new IdentikitError("WORKSPACE_MISSING", `the files of workspace ${name} are gone`, {
    remedy: "Recover it from its base and patch, or archive it.",
  });
}

function notOurs({ name }: WorkspaceKey, path: string): IdentikitError {
  return new IdentikitError("WORKSPACE_TAKEN", `workspace ${name} was linked to ${path}`, {
    remedy: "Link it again where that is gone; Identikit makes nothing in a folder of somebody else.",
  });
}
