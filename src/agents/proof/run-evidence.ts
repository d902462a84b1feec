import type { ConfigDatabase } from "../../config/database.ts";
import { agentIndexKeys } from "../../config/schema/agent-index-keys.ts";
import { certain } from "../../fault/certain.ts";
import { type AuditLine, auditOfRun } from "../audit/audit-line.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import { objectMissing } from "../store/object-fault.ts";
import type { SqlStore } from "../store/sql-store.ts";

/** A record as it is stored. */
export interface StoredRecord {
  readonly kind: string;
  readonly name: string;
  readonly value: string;
  readonly status: string;
}

/** Everything that is on record of a run. */
export type RunEvidence = Awaited<ReturnType<typeof recordsOfRun>> & {
  readonly stored: readonly StoredRecord[];
  readonly lines: readonly AuditLine[];
};

/**
 * Reads all that is on record of a run.
 * @throws {IdentikitError} `NOT_FOUND`
 */
export async function runEvidence(
  { store, database }: { readonly store: SqlStore; readonly database: ConfigDatabase },
  key: ResourceKey,
): Promise<RunEvidence> {
  const records = await store.read((reader) => recordsOfRun(reader, key));
  const actions = records.actions.map(({ metadata }) => metadata.name);
  return await database.transaction("read", async ({ query, sql }) => {
    const { rows } = await sql<StoredRecord>`SELECT kind, name, value, status FROM agent_object
      WHERE (${sql.raw(agentIndexKeys.run)} = ${`${key.namespace}/${key.name}`} AND run <> '')
        OR (kind = ${agentDispatchRun.kind} AND namespace = ${key.namespace} AND name = ${key.name})
        OR (kind = ${agentAction.kind} AND namespace = ${key.namespace}
          AND name IN (${sql.join(actions.length === 0 ? [""] : actions)}))
      ORDER BY kind, name`.execute(query);
    return { ...records, stored: rows, lines: await auditOfRun(query, key) };
  });
}

async function recordsOfRun(reader: ResourceReader, key: ResourceKey) {
  const run = await reader.get(agentDispatchRun, key);
  if (!run) throw objectMissing(agentDispatchRun, key);
  const of = { namespace: key.namespace, fields: parseFieldSelector(`spec.run=${key.name}`) };
  const actions = await Array.fromAsync(reader.each(agentAction, { namespace: key.namespace }));
  return {
    run: certain(run),
    attempts: await Array.fromAsync(reader.each(agentDispatchAttempt, of)),
    contexts: await Array.fromAsync(reader.each(agentContextBundle, of)),
    approvals: await Array.fromAsync(reader.each(agentApproval, of)),
    artifacts: await Array.fromAsync(reader.each(agentArtifact, of)),
    actions: actions.filter(
      ({ spec: { target } }) => target.kind === agentDispatchRun.kind && target.name === key.name,
    ),
  };
}
