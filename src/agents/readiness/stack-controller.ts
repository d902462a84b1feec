import { fieldsOf } from "../../fault/thrown.ts";
import type { Controller, ControllerWatch } from "../control/controller.ts";
import { keysOfAll } from "../control/watched-keys.ts";
import { agentConfigSet } from "../kinds/config/agent-config.ts";
import { agentConfigGrant } from "../kinds/config/agent-config-grant.ts";
import { agentContextLabel } from "../kinds/config/agent-context-label.ts";
import { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentSecretGrant } from "../kinds/config/agent-secret-grant.ts";
import { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import { agentSkill } from "../kinds/config/agent-skill.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentSubagent } from "../kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../kinds/config/agent-tool-profile.ts";
import { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentCapabilityRequirement } from "../kinds/record/agent-capability-requirement.ts";
import type { ResourceChange, ResourceReader } from "../resource/resource-store.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import { reconcileServer } from "./reconcile-server.ts";
import { reconcileSkill } from "./reconcile-skill.ts";
import { reconcileStack } from "./reconcile-stack.ts";
import type { StackControllerPorts } from "./stack-controller-ports.ts";

/** What stacks name, whose changes show in no other status than theirs. */
const named: readonly Kind[] = [
  agentSubagent,
  agentToolProfile,
  agentServiceAccount,
  agentRole,
  agentRoleBinding,
  agentConfigSet,
  agentContextLabel,
  agentWorkspacePolicy,
  agentRunnerPool,
  agentMemorySource,
  agentMemoryRepository,
];
/** What stacks name that has a status of its own. */
const carriers: readonly Kind[] = [agentMcpServer, agentSkill];
/** What gives something to servers and skills as well. */
const giving: readonly Kind[] = [agentSecretGrant, agentConfigGrant];

/** Keeps the status of stacks, and that of the MCP servers and skills that they name. */
export function stackController(ports: StackControllerPorts): Controller {
  return {
    name: "stack",
    // Secrets, config rows and programs tell nobody.
    looksAtAll: true,
    watches: [
      { kind: agentStack, keysOf: stackAndItsCarriers },
      ...carriers.map(
        (kind): ControllerWatch => ({ ...stacksBeside(kind), keysOf: (change) => [keyOf(change)] }),
      ),
      ...named.map(stacksBeside),
      ...giving.map(
        (kind): ControllerWatch => ({
          kind,
          beside: (namespace, reader) => keysOfAll([agentStack, ...carriers], namespace, reader),
        }),
      ),
      { kind: agentCapabilityRequirement, keysOf: stackOfRequirement },
    ],
    reconcile: async ({ kind, namespace, name }, signal) => {
      const world = await ports.worlds(namespace, ports.now());
      switch (kind) {
        case agentStack.kind:
          return await reconcileStack(name, world, ports, signal);
        case agentMcpServer.kind:
          return await reconcileServer(name, world, ports, signal);
        case agentSkill.kind:
          return await reconcileSkill(name, world, ports);
        default:
          return {};
      }
    },
  };
}

function keyOf({ object: { kind, metadata } }: ResourceChange): WorkKey {
  return { kind, namespace: metadata.namespace, name: metadata.name };
}

/** A server is asked with what the stacks that use it are given. */
async function stackAndItsCarriers(change: ResourceChange, reader: ResourceReader): Promise<WorkKey[]> {
  const key = keyOf(change);
  const stack = await reader.get(agentStack, key);
  // What was said of the stack itself is no reason to look at what it names.
  if (stack && stack.status.observedGeneration === stack.metadata.generation) return [key];
  return [key, ...(await keysOfAll(carriers, key.namespace, reader))];
}

/** Who names what changed is found when the stacks are looked at. */
function stacksBeside(kind: Kind): ControllerWatch {
  return { kind, beside: (namespace, reader) => keysOfAll([agentStack], namespace, reader) };
}

/** What somebody does to a record of ours is put right by the stack that it is about. */
function stackOfRequirement({ object: { metadata, spec } }: ResourceChange): WorkKey[] {
  const name = fieldsOf(spec).stack;
  if (typeof name !== "string") return [];
  return [{ kind: agentStack.kind, namespace: metadata.namespace, name }];
}
