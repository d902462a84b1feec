import type { TrustTier } from "../admission/trust/trust-tier.ts";
import type { DispatchAttempt, DispatchRun } from "../dispatch/run-status.ts";
import type { Actor } from "../kinds/actor.ts";
import type { WriteBackPolicy } from "../kinds/write-back.ts";
import type { MemoryProposal } from "../memory/memory-proposal.ts";
import type { TreePatch } from "../run-bundle/tree-patch.ts";

/** A change of files that may be committed: the patch of an attempt, or a proposal for the memory as one. */
export interface WritablePatch {
  /** The artifact, by name. */
  readonly artifact: string;
  /** Of the artifact: what an approval is about. */
  readonly digest: string;
  readonly patch: TreePatch;
}

/** A proposal for the memory that a run was given. */
export interface WritableMemory {
  readonly artifact: string;
  readonly digest: string;
  readonly proposal: MemoryProposal;
  /** OWNER/REPO, and its branch. */
  readonly repository: string;
  readonly branch: string;
  readonly problems: readonly string[];
}

/** Everything that the write-backs of an attempt are planned by. */
export interface WriteScene {
  readonly run: DispatchRun;
  readonly attempt: DispatchAttempt;
  readonly requestedBy: Actor;
  readonly tier: TrustTier;
  /** What rule and stack both allow: as the ticket said it, and still. */
  readonly policy: WriteBackPolicy;
  /** How often each thing was asked for by this run and not refused. */
  readonly used: ReadonlyMap<string, number>;
  readonly patch: WritablePatch | undefined;
  /** Whether the git store of the workspace was touched: no patch of it counts. */
  readonly isTampered: boolean;
  /** By the digest of the request. */
  readonly memory: ReadonlyMap<string, WritableMemory>;
  /** What looks like a credential, by the digest of a request, or `patch`: where it stands. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The state of what is written to, under `branch NAME`, `pull_request NUMBER`; of a CI run under `run ID` how often it ran. */
  readonly heads: ReadonlyMap<string, string>;
  /** What is wrong with the attempt itself, for who is asked. */
  readonly warnings: readonly string[];
}
