import { agentBudget } from "../../agents/kinds/config/agent-budget.ts";
import { agentConfigGrant } from "../../agents/kinds/config/agent-config-grant.ts";
import { agentMemoryRepository } from "../../agents/kinds/config/agent-memory-repository.ts";
import { agentRole } from "../../agents/kinds/config/agent-role.ts";
import { agentRoleBinding } from "../../agents/kinds/config/agent-role-binding.ts";
import { agentSecretGrant } from "../../agents/kinds/config/agent-secret-grant.ts";
import { agentServiceAccount } from "../../agents/kinds/config/agent-service-account.ts";
import { agentWorkspacePolicy } from "../../agents/kinds/config/agent-workspace-policy.ts";
import { agentPause } from "../../agents/kinds/record/agent-pause.ts";
import type { ConsolePage } from "../page/page.ts";

/** Who may do what, who is given what, and what limits it. */
export const accessPages: readonly ConsolePage[] = [
  {
    id: "identities",
    path: "agents/identities",
    title: "Identities",
    view: "object-list",
    params: { plural: "agentserviceaccounts" },
    shows: "The accounts of agents and of runners.",
    reads: [agentServiceAccount],
    writes: [],
    watches: [],
  },
  {
    id: "grants",
    path: "agents/secrets",
    title: "Secrets and configs",
    view: "grants",
    shows: "Who is given which secrets and configs; never a value.",
    reads: [agentSecretGrant, agentConfigGrant],
    writes: [],
    watches: [agentSecretGrant, agentConfigGrant],
  },
  {
    id: "permissions",
    path: "agents/permissions",
    title: "Permissions",
    view: "permissions",
    shows: "Who has which role, and where.",
    reads: [agentRole, agentRoleBinding, agentSecretGrant, agentConfigGrant],
    writes: [agentRoleBinding],
    watches: [],
  },
  {
    id: "settings",
    path: "agents/settings",
    title: "Settings",
    view: "settings",
    shows: "What limits the agents of an organisation: pauses, budgets and policies.",
    reads: [agentPause, agentBudget, agentWorkspacePolicy, agentMemoryRepository],
    writes: ["pause", "unpause"],
    watches: [agentPause, agentBudget],
  },
];
