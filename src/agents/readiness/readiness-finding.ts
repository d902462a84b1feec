import type { ReadinessReason } from "./readiness-reasons.ts";

/** What a condition of a stack is about; `agentStack.conditions` says what each means where it holds. */
export const stackConditions = [
  "CapabilitiesResolved",
  "RuntimeIdentityReady",
  "RolesAdmitted",
  "SecretsAdmitted",
  "ConfigAdmitted",
  "ToolsAdmitted",
  "McpHealthy",
  "SkillsValidated",
  "SubagentsValid",
  "PolicyAdmitted",
  "IdentityProven",
] as const;
export type StackCondition = (typeof stackConditions)[number];

/** One thing that was found of a stack, good or bad. */
export interface ReadinessFinding {
  readonly type: StackCondition;
  readonly reason: ReadinessReason;
  /** Without a full stop. */
  readonly message: string;
  /** Sentences. */
  readonly remedy?: string | undefined;
}

export function readinessFinding(
  type: StackCondition,
  reason: ReadinessReason,
  message: string,
  remedy?: string,
): ReadinessFinding {
  return { type, reason, message, remedy };
}

/** A name that leads nowhere. @param object such as `agentskills/triage` */
export function missingReference(type: StackCondition, object: string, from: string): ReadinessFinding {
  return readinessFinding(
    type,
    "ReferenceMissing",
    `${from} names ${object}, which does not exist`,
    `Declare ${object}, or take it out of ${from}.`,
  );
}
