import type { z } from "zod";
import type { Condition } from "../kinds/condition.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";

export type StackPhase = NonNullable<z.output<typeof agentStack.status>["phase"]>;

interface ReasonMeaning {
  /** What the condition is where this is the worst that is known of it. */
  readonly status: Condition["status"];
  /** What the stack is for it, unless something else is worse. */
  readonly phase: StackPhase;
  readonly means: string;
}

const holds = { status: "True", phase: "Ready" } as const;
/** Wrong in itself: nothing that happens outside makes it right. */
const wrong = { status: "False", phase: "Error" } as const;
const lacking = { status: "False", phase: "Blocked" } as const;
/** Not looked at yet: it may be right, and nothing shows it. */
const unseen = { status: "Unknown", phase: "Pending" } as const;
const shown = { status: "False", phase: "Warning" } as const;
/** It was seen once, or cannot be seen here and is asked again when it counts. */
const unsure = { status: "Unknown", phase: "Warning" } as const;

/** Which phase follows from which condition: the one table of it. The words are stable: programs, pages and tests go by them. */
export const readinessReasons = {
  Verified: { ...holds, means: "It was looked at, and it holds." },
  NothingToCheck: { ...holds, means: "The stack names nothing of the kind." },

  ReferenceMissing: { ...wrong, means: "Something that is named does not exist." },
  SubagentCycle: { ...wrong, means: "Subagents can call each other without end." },
  AdapterMismatch: { ...wrong, means: "The adapter runs another client than the one that is named." },
  AdapterCommandMissing: { ...wrong, means: "The adapter is a command, and none is named." },
  AccountNotForAgents: { ...wrong, means: "An account of runners is named for the agent, or the reverse." },
  TransportDiffers: { ...wrong, means: "An MCP server is declared with another transport than its row has." },
  ProfileTooLarge: { ...wrong, means: "The launch profile is larger than an attempt can hold." },

  CapabilityMissing: { ...lacking, means: "The client was seen, and cannot do what is asked of it." },
  AccountNotReady: { ...lacking, means: "What the account signs in with is missing or has expired." },
  RoleMissing: { ...lacking, means: "A role that is bound to the account does not exist." },
  RoleDrift: { ...lacking, means: "A role or binding differs from what the repository declares." },
  NeedAbsent: { ...lacking, means: "A secret or config that is needed does not exist." },
  GrantMissing: { ...lacking, means: "No grant gives what is needed." },
  GrantDenied: { ...lacking, means: "A grant refuses what is needed." },
  GrantExpired: { ...lacking, means: "The grant that gave what is needed is over." },
  GrantMountRefused: { ...lacking, means: "A secret would reach the agent in a way that is refused." },
  PolicyNotEnforceable: { ...lacking, means: "The client cannot be held to the tool profile." },
  McpUnhealthy: { ...lacking, means: "An MCP server did not answer as the protocol asks." },
  McpRowMissing: { ...lacking, means: "No config row says how an MCP server is started or reached." },
  McpOutOfScope: { ...lacking, means: "The stack may not use an MCP server that it names." },
  McpNeedUndeclared: { ...lacking, means: "A server's row uses a secret that its object does not declare." },
  SkillMissing: { ...lacking, means: "No config row has the files of a skill." },
  SkillInvalid: { ...lacking, means: "The files of a skill are not well formed." },
  SkillIncompatible: { ...lacking, means: "A skill is not made for the client." },
  SubagentsUnsupported: { ...lacking, means: "The client cannot be given subagents." },
  TierMismatch: { ...lacking, means: "No tier of work is open to both the account and the runner pool." },
  GateFailed: { ...lacking, means: "The identity in the image is not the template's." },

  ClientNotSeen: { ...unseen, means: "Nobody has seen what the client can do." },
  McpNotProbed: { ...unseen, means: "An MCP server has not been asked yet." },
  GateNotRun: { ...unseen, means: "The gate has not looked at the image." },

  GrantAwaited: { ...shown, means: "A grant is missing, and a person is asked for it when a run starts." },
  GrantForSome: { ...shown, means: "What is needed is given to some people only." },
  ToolNotOffered: { ...shown, means: "A tool that may be called is not offered by its server." },
  SkillToolDenied: { ...shown, means: "A skill calls a tool that the tool profile denies." },
  ApprovalModeUnsafe: { ...shown, means: "Nobody is asked, and little keeps the agent from the machine." },
  ApprovalNeverAsked: { ...shown, means: "Tools need an approval for which nobody is asked." },
  ApprovalStillAsked: {
    ...shown,
    means: "A write-back without approval is declared, and asks for one all the same.",
  },

  VersionNotPinned: {
    ...unsure,
    means: "The stack pins no version: a runner may have another than was seen.",
  },
  ClientFactsOld: { ...unsure, means: "The client was seen too long ago." },
  McpFactsOld: { ...unsure, means: "An MCP server has not been asked for too long." },
  McpNeedsUnmet: { ...unsure, means: "An MCP server was not asked because it is not given what it needs." },
  McpRowDiffers: {
    ...unsure,
    means: "The agent has another row of an MCP server than the one that was asked.",
  },
  McpTransportUnasked: { ...unsure, means: "MCP servers of this transport are not asked." },
  GateFactsOld: { ...unsure, means: "The gate looked at the image too long ago, or with another template." },
} as const satisfies Readonly<Record<string, ReasonMeaning>>;

export type ReadinessReason = keyof typeof readinessReasons;

/** From what is fine to what is worst. */
const phases: readonly StackPhase[] = ["Ready", "Warning", "Pending", "Blocked", "Error"];

export function worstPhase(some: readonly StackPhase[]): StackPhase {
  return phases[Math.max(0, ...some.map((phase) => phases.indexOf(phase)))] ?? "Error";
}

export function isWorse(one: ReadinessReason, than: ReadinessReason): boolean {
  const rank = (reason: ReadinessReason) => phases.indexOf(readinessReasons[reason].phase);
  return rank(one) > rank(than);
}
