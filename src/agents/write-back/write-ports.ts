import type { ConfigDatabase } from "../../config/database.ts";
import type { TargetHeads } from "../approvals/approval-controller.ts";
import type { MemoryPorts } from "../results/memory-updates.ts";
import type { FileState, TreePatch } from "../run-bundle/tree-patch.ts";
import type { SqlStore } from "../store/sql-store.ts";
import type { PreparedWrite } from "./prepared-write.ts";

/** What a forge is asked to write; commits are pushed, see {@link CommitPort}. */
export type ForgeWrite = Exclude<PreparedWrite, { readonly action: "branch" }>;

/** Where what was written can be seen. */
export interface WrittenPlace {
  readonly url: string;
  /** Whether somebody has closed or merged it since; only of what can be. */
  readonly isClosed?: true;
}

/** A forge, for what agents write. Nothing is sent twice: what was sent before is looked for, and counts only if it is by us. */
export interface ForgeWriter extends TargetHeads {
  /** How often a CI run has run. @returns nothing where it is not there */
  runAttempt(repository: string, workflowRun: string, signal: AbortSignal): Promise<number | undefined>;
  /**
   * A write that was sent before, by its key. What can be sent again without harm is looked for by what it comes to.
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  find(write: ForgeWrite, key: string, signal: AbortSignal): Promise<WrittenPlace | undefined>;
  /**
   * Sends a write, with its key in it.
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  send(write: ForgeWrite, key: string, signal: AbortSignal): Promise<WrittenPlace>;
}

/** What a commit says: trailers are its last paragraph, in order. */
export interface WrittenMessage {
  /** One line. */
  readonly title: string;
  readonly body: string;
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

/** A commit to be made and pushed. */
export interface CommitRequest {
  /** OWNER/REPO on the forge. */
  readonly repository: string;
  /** The branch that is made for it, without refs/heads/. */
  readonly branch: string;
  /** What changes; its base is the parent. */
  readonly patch: TreePatch;
  /** The bytes that the patch names, by digest. */
  readonly content: (digest: string) => Promise<Uint8Array>;
  readonly message: WrittenMessage;
  /** Of author and committer, RFC 3339: the same order always makes the same commit. */
  readonly time: string;
}

/** The newest commit of a branch. */
export interface BranchTip {
  readonly commit: string;
  readonly message: string;
}

/** Commits on the forge, for what agents change. Nothing of a clone of an agent's is used. */
export interface CommitPort {
  /** @returns nothing where there is no such branch */
  tip(repository: string, branch: string, signal: AbortSignal): Promise<BranchTip | undefined>;
  /**
   * Makes a commit and pushes it to a new branch; one that is there already is never changed.
   * @throws {IdentikitError} where the base is not there, the patch does not fit it, or the forge refuses the branch
   */
  push(request: CommitRequest, signal: AbortSignal): Promise<BranchTip>;
  /** What a commit changes against another one, read from the forge: what was really pushed. */
  changesOf(
    at: { readonly repository: string; readonly commit: string; readonly base: string },
    signal: AbortSignal,
  ): Promise<TreePatch>;
  /** Files of a commit, those of the paths that are regular files there. */
  filesAt(
    at: { readonly repository: string; readonly commit: string; readonly paths: readonly string[] },
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, FileState>>;
}

/** What it takes to plan and carry out write-backs. */
export interface WriteBackServices extends MemoryPorts {
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  readonly now: () => Date;
  readonly forge: ForgeWriter;
  readonly commits: CommitPort;
}
