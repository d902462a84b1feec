import type { z } from "zod";
import type { Actor, Decision, HostFacts } from "../../kinds/actor.ts";
import type { eventSource } from "../../kinds/fields.ts";
import type { Stack } from "../grants/grant-world.ts";

/** Somebody's approval of a run that waited for one. What they gave beside it, such as a grant for the run, is an object by now. */
export interface GivenApproval {
  readonly by: Actor;
  /** What the host says of them now. */
  readonly host: Pick<HostFacts, "permission" | "teams">;
  /** The digest of the decision that they looked at. */
  readonly digest: string;
}

/** Somebody saves a stack. */
export interface StackSave {
  readonly purpose: "stack-save";
  readonly organization: string;
  readonly actor: Actor;
  /** The stack as it is to be. */
  readonly stack: Stack;
  readonly change: "create" | "update";
}

/** Somebody wants an agent to work. */
export interface RunRequest {
  /** `dry-run` answers as `dispatch` would. */
  readonly purpose: "dry-run" | "dispatch" | "launch";
  readonly organization: string;
  /** Who asked for the run, on every purpose: a launch asks again whether they still may. */
  readonly actor: Actor;
  /** What the host says of them and of the content, now; without it nothing is dispatched. */
  readonly host?: HostFacts | undefined;
  readonly repository: string;
  readonly ref?: string | undefined;
  readonly source: z.output<typeof eventSource>;
  readonly stack: string;
  readonly taskKind: string;
  /** The rule that asks for it, where one does. */
  readonly rule?: string | undefined;
  /** The run's name, once it has one. */
  readonly run?: string | undefined;
  readonly chainDepth?: number | undefined;
  readonly approvals?: readonly GivenApproval[] | undefined;
  /** For a launch: what was decided when it was dispatched. */
  readonly dispatched?: Decision | undefined;
}

export type AdmissionRequest = StackSave | RunRequest;
