import { objectNamed, type Stack } from "../grants/grant-world.ts";
import { mayUse, type TrustTier } from "../trust/trust-tier.ts";
import type { RunRequest } from "./admission-request.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import { objectFact } from "./basis.ts";
import type { AdmissionFindings } from "./findings.ts";
import { type BasisFact, type Reason, reason } from "./reason.ts";

/** Whether the stack's account and pool may do work of a tier, and all that a launch is made of. */
export function workFindings(
  stack: Stack,
  tier: TrustTier,
  request: RunRequest,
  snapshot: AdmissionSnapshot,
): AdmissionFindings {
  const { grants, runnerPools } = snapshot;
  const { name } = stack.metadata;
  const { runtimeIdentity, runnerPool, taskKinds } = stack.spec;
  const account = objectNamed(grants.serviceAccounts, runtimeIdentity);
  const pool = objectNamed(runnerPools, runnerPool);
  const reasons: Reason[] = [];
  if (!account) reasons.push(missing(`agentserviceaccounts/${runtimeIdentity}`, name));
  else if (!mayUse(tier, account.spec.trustTier))
    reasons.push(
      reason(
        "deny",
        "SERVICE_ACCOUNT_TIER",
        `the service account ${runtimeIdentity} is meant for ${account.spec.trustTier} work, and this is ${tier}`,
        {
          object: `agentserviceaccounts/${runtimeIdentity}`,
          remedy: `Let the rule start a stack whose runtimeIdentity has trustTier: ${tier}; its secrets are then in reach of such work.`,
        },
      ),
    );
  if (runnerPool !== undefined && !pool) reasons.push(missing(`agentrunnerpools/${runnerPool}`, name));
  if (pool && !pool.spec.trustTiers.includes(tier))
    reasons.push(
      reason("deny", "RUNNER_POOL_TIER", `the runner pool ${runnerPool} does not take ${tier} work`, {
        object: `agentrunnerpools/${runnerPool}`,
        remedy: `Add ${tier} to its trustTiers if its machines may do such work, or name another pool in the stack.`,
      }),
    );
  if (taskKinds && !taskKinds.includes(request.taskKind))
    reasons.push(
      reason("deny", "TASK_KIND_UNKNOWN", `the stack ${name} does not take ${request.taskKind} tasks`, {
        object: `agentstacks/${name}`,
        remedy: `It takes ${taskKinds.join(", ")}.`,
      }),
    );
  return {
    reasons,
    basis: [...launchFacts(stack, snapshot), ...(pool ? [objectFact("agentrunnerpools", pool)] : [])],
  };
}

/** The stack and all that it names: a launch does what was looked at when it was dispatched, or nothing. */
function launchFacts(stack: Stack, { grants }: AdmissionSnapshot): BasisFact[] {
  const subagents = reachable(stack, grants.subagents);
  const users = [stack, ...subagents].map(({ spec }) => spec);
  const profiles = users.flatMap(({ toolProfile }) => objectNamed(grants.toolProfiles, toolProfile) ?? []);
  const servers = users.flatMap(({ mcpServers = [] }) =>
    mcpServers.flatMap((one) => objectNamed(grants.mcpServers, one) ?? []),
  );
  const skills = users.flatMap(({ skills = [] }) =>
    skills.flatMap((one) => objectNamed(grants.skills, one) ?? []),
  );
  const account = objectNamed(grants.serviceAccounts, stack.spec.runtimeIdentity);
  return [
    objectFact("agentstacks", stack),
    ...(account ? [objectFact("agentserviceaccounts", account)] : []),
    ...subagents.map((one) => objectFact("agentsubagents", one)),
    ...profiles.map((one) => objectFact("agenttoolprofiles", one)),
    ...servers.map((one) => objectFact("agentmcpservers", one)),
    ...skills.map((one) => objectFact("agentskills", one)),
  ];
}

type Subagent = AdmissionSnapshot["grants"]["subagents"][number];

function reachable({ spec }: Stack, subagents: readonly Subagent[]): Subagent[] {
  const found = new Map<string, Subagent>();
  const open = [...(spec.subagents ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const subagent = objectNamed(subagents, name);
    if (!subagent || found.has(name)) continue;
    found.set(name, subagent);
    open.push(...(subagent.spec.subagents ?? []));
  }
  return [...found.values()];
}

function missing(object: string, stack: string): Reason {
  return reason("deny", "REFERENCE_MISSING", `agentstacks/${stack} names ${object}, which does not exist`, {
    object,
    remedy: `Declare ${object}, or name another one in agentstacks/${stack}.`,
  });
}
