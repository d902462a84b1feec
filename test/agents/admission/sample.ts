import type { z } from "zod";
import type { RunRequest } from "../../../src/agents/admission/decision/admission-request.ts";
import type {
  AdmissionSnapshot,
  KnownObject,
} from "../../../src/agents/admission/decision/admission-snapshot.ts";
import type { HostFacts } from "../../../src/agents/kinds/actor.ts";
import { agentBudget } from "../../../src/agents/kinds/config/agent-budget.ts";
import { agentMcpServer } from "../../../src/agents/kinds/config/agent-mcp-server.ts";
import { agentRole } from "../../../src/agents/kinds/config/agent-role.ts";
import { agentRoleBinding } from "../../../src/agents/kinds/config/agent-role-binding.ts";
import { agentSecretGrant } from "../../../src/agents/kinds/config/agent-secret-grant.ts";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentPause } from "../../../src/agents/kinds/record/agent-pause.ts";

/** An object of a kind with the defaults of its schema, as it would be read from a file. */
export function object<One extends Kind>(
  kind: One,
  name: string,
  spec: z.input<One["spec"]>,
): KnownObject<One> {
  return {
    kind: kind.kind,
    metadata: { name, namespace: "tidewater" },
    spec: kind.spec.parse(spec) as z.output<One["spec"]>,
  };
}

export const stack = (
  spec: Partial<z.input<typeof agentStack.spec>> = {},
): KnownObject<typeof agentStack> => ({
  ...object(agentStack, "fixer", {
    baseAgent: "claude-code",
    adapter: { name: "claude" },
    runtimeIdentity: "fixer",
    mcpServers: ["forge"],
    ...spec,
  }),
  status: { phase: "Ready" },
});
export const account = (trustTier: "trusted" | "restricted" | "untrusted") =>
  object(agentServiceAccount, "fixer", { serviceAccountName: "fixer", trustTier });
export const server = object(agentMcpServer, "forge", {
  transport: "http",
  scope: {},
  needs: { secrets: ["FORGE_TOKEN"] },
});
export const secretGrant = (name: string, spec: Partial<z.input<typeof agentSecretGrant.spec>> = {}) =>
  object(agentSecretGrant, name, {
    subject: { kind: "AgentMcpServer", name: "forge" },
    secretRef: { name: "FORGE_TOKEN" },
    purpose: "mcp",
    ...spec,
  });
export const role = (name: string, rules: z.input<typeof agentRole.spec>["rules"]) =>
  object(agentRole, name, { rules });
export const binding = (name: string, spec: z.input<typeof agentRoleBinding.spec>) =>
  object(agentRoleBinding, name, spec);
export const rule = (spec: Partial<z.input<typeof agentTriggerRule.spec>> = {}) =>
  object(agentTriggerRule, "on-label", { sources: ["label"], agentStack: "fixer", taskKind: "fix", ...spec });
export const pause = (spec: z.input<typeof agentPause.spec>) => object(agentPause, "stop", spec);
export const budget = (
  spec: z.input<typeof agentBudget.spec>,
  status: z.output<typeof agentBudget.status> = {},
): KnownObject<typeof agentBudget> => ({ ...object(agentBudget, "daily", spec), status });

/** A small organisation in which mira may dispatch on berths: nothing is declared but the stack and what it needs. */
export function snapshot(changes: Partial<AdmissionSnapshot> = {}): AdmissionSnapshot {
  return {
    now: "2026-11-22T10:00:00Z",
    access: {
      organizations: [
        { name: "tidewater", repositories: ["tidewater/*"], configRepository: "tidewater/fleet" },
      ],
      roles: [],
      bindings: [],
    },
    stacks: [stack()],
    rules: [],
    runnerPools: [],
    grants: {
      mcpServers: [server],
      skills: [],
      toolProfiles: [],
      subagents: [],
      serviceAccounts: [account("restricted")],
      secretGrants: [secretGrant("forge-token")],
      configGrants: [],
      secrets: ["FORGE_TOKEN"],
      configs: [],
    },
    pauses: [],
    budgets: [],
    ...changes,
  };
}

/** The same with other grants. */
export function granted(changes: Partial<AdmissionSnapshot["grants"]>): AdmissionSnapshot {
  const usual = snapshot();
  return { ...usual, grants: { ...usual.grants, ...changes } };
}

export function facts(changes: Partial<HostFacts> = {}): HostFacts {
  return {
    host: "gitea",
    actor: "mira",
    permission: "write",
    isFork: false,
    isProtectedRef: true,
    ...changes,
  };
}

export function request(changes: Partial<RunRequest> = {}): RunRequest {
  return {
    purpose: "dispatch",
    organization: "tidewater",
    actor: { kind: "User", name: "mira" },
    host: facts(),
    repository: "tidewater/berths",
    ref: "refs/heads/main",
    source: "label",
    stack: "fixer",
    taskKind: "fix",
    ...changes,
  };
}
