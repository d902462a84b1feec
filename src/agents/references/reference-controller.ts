import { z } from "zod";
import type { ConfigDatabase } from "../../config/database.ts";
import type { RoleObjects } from "../admission/rbac/role-drift.ts";
import type { Controller, ControllerWatch } from "../control/controller.ts";
import { keysOfAll } from "../control/watched-keys.ts";
import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import { statusFields } from "../kinds/condition.ts";
import { agentConfigSet } from "../kinds/config/agent-config.ts";
import { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import { agentSkill } from "../kinds/config/agent-skill.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentSubagent } from "../kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../kinds/config/agent-tool-profile.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../kinds/record/agent-memory.ts";
import { workItem } from "../kinds/record/work-item.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceChange } from "../resource/resource-store.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import type { SqlStore } from "../store/sql-store.ts";
import { tokenCondition } from "./account-condition.ts";
import { bindingCondition } from "./binding-condition.ts";
import { type MemoryAtHand, repositoryConditions, sourceCondition } from "./memory-conditions.ts";
import { poolCondition, subagentCondition } from "./named-objects.ts";
import { plainCondition } from "./plain-finding.ts";
import { profileCondition } from "./profile-condition.ts";
import { type MergeForge, settleMemoryUpdate } from "./settle-memory-update.ts";
import { settleWorkItem, type WorkItemForge } from "./settle-work-item.ts";

/** What the controller of what stands alone asks. */
export interface ReferencePorts extends MemoryAtHand {
  readonly store: SqlStore;
  readonly database: ConfigDatabase;
  /** The roles and bindings of an organisation's repository; nothing where it is not at hand. */
  declared(organization: string): RoleObjects | undefined;
  /** Left out where no forge can be asked. */
  readonly items?: WorkItemForge | undefined;
  readonly merges?: MergeForge | undefined;
  readonly now: () => Date;
}

/** What the statuses of all kinds have. */
const statusOfAll = z.looseObject(statusFields);

/** How often things are read that tell nobody of their changes: tokens, memories, the repository. */
const lookEveryMs = 60 * 60 * 1000;

/** Which kinds are looked at when one of a kind changes, besides the object itself. */
const beside = new Map<Kind, readonly Kind[]>([
  [agentConfigSet, []],
  [agentMemoryRepository, [agentMemorySource]],
  [agentMemorySource, []],
  [agentRole, []],
  [agentRoleBinding, []],
  [agentRunnerPool, [agentServiceAccount]],
  [agentServiceAccount, [agentRunnerPool]],
  [agentSubagent, [agentSubagent]],
  [agentToolProfile, [agentSubagent]],
  [agentMcpServer, [agentSubagent]],
  [agentSkill, [agentSubagent]],
  [agentStack, [agentToolProfile]],
]);

type Look = (ports: ReferencePorts, key: WorkKey, signal: AbortSignal) => Promise<void>;

/** How objects of each kind are looked at. */
const looks = new Map<string, Look>([
  look(agentConfigSet, ({ object }) => plainCondition(object.spec)),
  look(agentSubagent, ({ object, ports }) => ports.store.read((reader) => subagentCondition(reader, object))),
  look(agentRunnerPool, ({ object, ports }) => ports.store.read((reader) => poolCondition(reader, object))),
  look(agentToolProfile, ({ object, ports }) =>
    ports.store.read((reader) => profileCondition(reader, object)),
  ),
  look(agentServiceAccount, ({ object, ports }) => tokenCondition(ports, object)),
  look(agentRoleBinding, async ({ object, ports }) => {
    const declared = ports.declared(object.metadata.namespace);
    return await ports.store.read((reader) => bindingCondition(reader, object, declared));
  }),
  look(agentMemorySource, ({ object, ports, signal }) => sourceCondition(ports, object, signal)),
  [agentMemoryRepository.kind, lookAtMemory],
]);

/** Says of objects that stand alone how they are, by facts: configs, subagents, tool profiles, pools, accounts, bindings, memories, work items. */
export function referenceController(ports: ReferencePorts): Controller {
  return {
    name: "reference",
    // Tokens, memories and the repository tell nobody.
    looksAtAll: true,
    watches: [
      ...[...beside].map(
        ([kind, others]): ControllerWatch => ({
          kind,
          keysOf: (change) => (looks.has(kind.kind) ? [keyOf(change)] : []),
          beside: (namespace, reader) => keysOfAll(others, namespace, reader),
        }),
      ),
      { kind: workItem, keysOf: (change) => [keyOf(change)] },
      { kind: agentDispatchRun, keysOf: itemOfRun },
      { kind: agentMemoryUpdate, keysOf: (change) => [keyOf(change)] },
      { kind: agentApproval, keysOf: updateOfApproval },
    ],
    async reconcile(key, signal) {
      if (key.kind === workItem.kind) return { againMs: await settleWorkItem(ports, key, signal) };
      if (key.kind === agentMemoryUpdate.kind)
        return { againMs: await settleMemoryUpdate(ports, key, signal) };
      await looks.get(key.kind)?.(ports, key, signal);
      return { againMs: lookEveryMs };
    },
  };
}

interface LookedAt<One extends Kind> {
  readonly object: Resource<One>;
  readonly ports: ReferencePorts;
  readonly signal: AbortSignal;
}

/** A look that asks the database only for moments: who reads a memory meanwhile keeps nobody from writing. */
function look<One extends Kind>(
  kind: One,
  find: (at: LookedAt<One>) => Promise<RunCondition>,
): [string, Look] {
  return [
    kind.kind,
    async (ports, key, signal) => {
      const object = await ports.store.read((reader) => reader.get(kind, key));
      if (object) await settle(ports, kind, object, [await find({ object, ports, signal })]);
    },
  ];
}

async function lookAtMemory(ports: ReferencePorts, key: WorkKey, signal: AbortSignal): Promise<void> {
  const repository = await ports.store.read((reader) => reader.get(agentMemoryRepository, key));
  if (!repository) return;
  const { conditions, seen } = await repositoryConditions(ports, repository, ports.now(), signal);
  const isNew = seen.commit !== undefined && seen.commit !== repository.status.commit;
  const readAt = isNew ? { readAt: ports.now().toISOString() } : {};
  await settle(ports, agentMemoryRepository, repository, conditions, { ...seen, ...readAt });
}

/** Writes what was found. An object that was changed meanwhile is a conflict, after which it is looked at again. */
async function settle<One extends Kind>(
  { store, now }: ReferencePorts,
  kind: One,
  { metadata, status }: Resource<One>,
  conditions: readonly RunCondition[],
  seen: object = {},
): Promise<void> {
  const at = now().toISOString();
  const before = statusOfAll.parse(status);
  let all = before.conditions;
  for (const condition of conditions) all = withCondition(all, condition, at);
  const { generation, resourceVersion } = metadata;
  const after = { ...before, ...seen, observedGeneration: generation, conditions: all };
  await store.write(async (writer) => {
    if (!(await writer.get(kind, metadata))) return;
    const found = kind.status.parse(after) as z.output<One["status"]>;
    await writer.setStatus(kind, metadata, found, { resourceVersion });
  });
}

function keyOf({ object: { kind, metadata } }: ResourceChange): WorkKey {
  return { kind, namespace: metadata.namespace, name: metadata.name };
}

function updateOfApproval({ object: { metadata, spec } }: ResourceChange): WorkKey[] {
  const { action, artifact: name } = agentApproval.spec.parse(spec);
  if (action !== "memory_update" || name === undefined) return [];
  return [{ kind: agentMemoryUpdate.kind, namespace: metadata.namespace, name }];
}

function itemOfRun({ object: { metadata, spec } }: ResourceChange): WorkKey[] {
  const { workItem: name } = agentDispatchRun.spec.parse(spec);
  return name === undefined ? [] : [{ kind: workItem.kind, namespace: metadata.namespace, name }];
}
