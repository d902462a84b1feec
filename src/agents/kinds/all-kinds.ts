import { agentBudget } from "./config/agent-budget.ts";
import { agentConfigSet } from "./config/agent-config.ts";
import { agentConfigGrant } from "./config/agent-config-grant.ts";
import { agentContextLabel } from "./config/agent-context-label.ts";
import { agentMcpServer } from "./config/agent-mcp-server.ts";
import { agentMemoryRepository } from "./config/agent-memory-repository.ts";
import { agentMemorySource } from "./config/agent-memory-source.ts";
import { agentRole } from "./config/agent-role.ts";
import { agentRoleBinding } from "./config/agent-role-binding.ts";
import { agentRunnerPool } from "./config/agent-runner-pool.ts";
import { agentSecretGrant } from "./config/agent-secret-grant.ts";
import { agentServiceAccount } from "./config/agent-service-account.ts";
import { agentSkill } from "./config/agent-skill.ts";
import { agentStack } from "./config/agent-stack.ts";
import { agentSubagent } from "./config/agent-subagent.ts";
import { agentToolProfile } from "./config/agent-tool-profile.ts";
import { agentTriggerRule } from "./config/agent-trigger-rule.ts";
import { agentWorkspacePolicy } from "./config/agent-workspace-policy.ts";
import type { Kind } from "./kind.ts";
import { agentAction } from "./record/agent-action.ts";
import { agentApproval } from "./record/agent-approval.ts";
import { agentArtifact } from "./record/agent-artifact.ts";
import { agentCapabilityRequirement } from "./record/agent-capability-requirement.ts";
import { agentContextBundle } from "./record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "./record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "./record/agent-dispatch-run.ts";
import { agentMemoryQuery, agentMemorySnapshot, agentMemoryUpdate } from "./record/agent-memory.ts";
import { agentPause } from "./record/agent-pause.ts";
import { agentReviewArtifact } from "./record/agent-review-artifact.ts";
import { agentSession } from "./record/agent-session.ts";
import { agentToolEvent } from "./record/agent-tool-event.ts";
import { agentTriggerExecution } from "./record/agent-trigger-execution.ts";
import { agentWorkspace } from "./record/agent-workspace.ts";
import { webhookDelivery } from "./record/webhook-delivery.ts";
import { workItem, workItemSessionLink, workItemWorkspaceLink } from "./record/work-item.ts";

/** The kinds that people declare. */
export const configKinds = [
  agentBudget,
  agentConfigGrant,
  agentConfigSet,
  agentContextLabel,
  agentMcpServer,
  agentMemoryRepository,
  agentMemorySource,
  agentRoleBinding,
  agentRole,
  agentRunnerPool,
  agentSecretGrant,
  agentServiceAccount,
  agentSkill,
  agentStack,
  agentSubagent,
  agentToolProfile,
  agentTriggerRule,
  agentWorkspacePolicy,
] as const satisfies readonly Kind[];

/** The kinds that programs write. */
export const recordKinds = [
  agentAction,
  agentApproval,
  agentArtifact,
  agentCapabilityRequirement,
  agentContextBundle,
  agentDispatchAttempt,
  agentDispatchRun,
  agentMemorySnapshot,
  agentMemoryQuery,
  agentMemoryUpdate,
  agentPause,
  agentReviewArtifact,
  agentSession,
  agentToolEvent,
  agentTriggerExecution,
  agentWorkspace,
  webhookDelivery,
  workItem,
  workItemWorkspaceLink,
  workItemSessionLink,
] as const satisfies readonly Kind[];

/** Every kind of object, by its name. */
export const allKinds: readonly Kind[] = [...configKinds, ...recordKinds];
