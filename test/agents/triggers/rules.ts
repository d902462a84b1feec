import type { HostFacts } from "../../../src/agents/kinds/actor.ts";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import type { StoredRule } from "../../../src/agents/triggers/delivery-plan.ts";

/** A rule as the platform stores it. */
export function rule(spec: Readonly<Record<string, unknown>>, name = "fix"): StoredRule {
  const whole = { agentStack: "fixer", taskKind: "fix", sources: ["label"], ...spec };
  return { name, generation: 1, spec: agentTriggerRule.spec.parse(whole) };
}

/** What a host says of somebody of the team. */
export const ofTheTeam: HostFacts = {
  host: "gitea",
  actor: "mira",
  permission: "write",
  isFork: false,
  isProtectedRef: false,
};

export const now = "2026-11-22T01:00:00Z";
