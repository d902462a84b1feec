import type { z } from "zod";
import type { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import type { gitState } from "../kinds/git-state.ts";
import type { workspaceAction } from "../kinds/record/agent-action.ts";
import type { agentWorkspace } from "../kinds/record/agent-workspace.ts";

type Spec = z.output<typeof agentWorkspace.spec>;

/** A workspace as the machine that holds it has to know it. */
export interface HeldWorkspace extends Pick<Spec, "repository" | "trustTier" | "refs" | "workspacePath"> {
  readonly namespace: string;
  readonly name: string;
  /** The patch on top of its base, where there is one. */
  readonly patchDigest?: string | undefined;
  readonly policy:
    | Pick<z.output<typeof agentWorkspacePolicy.spec>, "mode" | "caches" | "submodules">
    | undefined;
}

/** An action that was admitted. */
export interface WorkspaceJob extends HeldWorkspace {
  readonly action: z.output<typeof workspaceAction>;
  /** The name of its record: a job that is handed over again after a crash has the same. */
  readonly id: string;
  /** What was said with it: for `link` the path. */
  readonly text?: string | undefined;
  /** Whether another machine held it before: what is here of it is of an earlier time. */
  readonly isMoved: boolean;
}

/** What came of a job. */
export interface WorkspaceOutcome {
  /** One sentence for who asked. */
  readonly result: string;
  /** Whether its files are here now, gone on purpose, or as they were. */
  readonly files: "here" | "gone" | "same";
  /** Where they are. */
  readonly path?: string | undefined;
  /** The commit that it is based on now. */
  readonly base?: string | undefined;
  /** The patch that it can be made again with. */
  readonly patchDigest?: string | undefined;
  readonly git?: z.output<typeof gitState> | undefined;
}

/** A machine that holds workspaces. */
export interface WorkspaceHands {
  /** Its name, as `spec.host` of workspaces has it. */
  readonly host: string;
  /** Whether the path of a workspace is one that this machine made, and so may remove. */
  isOwn(workspace: HeldWorkspace): boolean;
  /**
   * Does what was asked for.
   * @throws {IdentikitError} why it could not be done
   */
  act(job: WorkspaceJob, signal: AbortSignal): Promise<WorkspaceOutcome>;
  /** How a workspace is. */
  look(workspace: HeldWorkspace, signal: AbortSignal): Promise<z.output<typeof gitState>>;
}
