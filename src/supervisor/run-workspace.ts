import type { GitState } from "../agents/kinds/git-state.ts";
import type { TreePatch } from "../agents/run-bundle/tree-patch.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { BlobFolder } from "../workspace/files/blob-folder.ts";
import type { AgentGit } from "../workspace/host/agent-git.ts";

/** Makes the workspace of an attempt. */
export interface RunWorkspaces {
  /** @throws {IdentikitError} the faults of making one; see `makeWorkspace` */
  make(ticket: Ticket, signal: AbortSignal): Promise<RunWorkspace>;
}

/** A workspace that an agent works in. */
export interface RunWorkspace {
  readonly name: string;
  readonly host: string;
  readonly path: string;
  /** The commit that it was made from. */
  readonly base: string;
  readonly git: AgentGit;
  /** Takes out what was changed, once nothing of the agent runs any more. */
  harvest(blobs: BlobFolder, signal: AbortSignal): Promise<HarvestedWork>;
  /** To be told once what was harvested lies in a written bundle: until then the workspace is kept as it is. @throws {IdentikitError} `FILE_UNWRITABLE` */
  kept(): void;
}

export interface HarvestedWork {
  /** Left out where nothing was changed. */
  readonly patch?: TreePatch | undefined;
  readonly refused: readonly string[];
  readonly git: GitState;
}
