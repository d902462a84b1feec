import type { Session } from "../../../config/connection/session.ts";
import type { ConfigDatabase } from "../../../config/database.ts";
import { agentIndexKeys } from "../../../config/schema/agent-index-keys.ts";
import { isRecord } from "../../../fault/thrown.ts";
import { appendAudit } from "../../audit/append-audit.ts";
import { type AuditEntry, auditEntry } from "../../audit/audit-entry.ts";
import { agentApproval } from "../../kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../kinds/record/agent-dispatch-run.ts";
import { agentMemoryQuery } from "../../kinds/record/agent-memory.ts";
import { agentTriggerExecution } from "../../kinds/record/agent-trigger-execution.ts";
import { agentWorkspace } from "../../kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../kinds/record/webhook-delivery.ts";
import { pruneSamples } from "../figures/figure-samples.ts";

/** How much is kept. */
export interface RecordBounds {
  /** Runs that ended before go, with everything that hangs on them; and what was measured before. */
  readonly before: Date;
  /** Changes from before are no longer there to be watched. */
  readonly changesBefore: Date;
  /** Changes that are kept at most. */
  readonly changes: number;
}

/** How much was deleted. */
export interface PrunedRecords {
  readonly runs: number;
  /** Objects that hung on them, and deliveries and executions that led to no run. */
  readonly others: number;
  readonly events: number;
  readonly changes: number;
  /** What was measured before. */
  readonly samples: number;
}

/** The phases in which a run or an attempt is over. */
const over = ["Succeeded", "Failed", "Cancelled"];
/** Approvals in these phases still have an effect. */
const open = ["Pending", "Approved"];
/** What is of no use without a run, by the phases in which it is over. */
const withoutRun = [
  [webhookDelivery.kind, ["Matched", "Ignored", "Refused"]],
  [agentTriggerExecution.kind, ["Created", "Coalesced", "Rejected"]],
  [agentWorkspace.kind, ["Archived"]],
  [agentMemoryQuery.kind, ["Answered", "Denied"]],
] as const;
/** Runs that are deleted in one transaction; nobody else writes objects meanwhile. */
const runsAtOnce = 50;

/**
 * Deletes records that have been over for long, and the oldest of the log of changes. What a run that is not over refers to stays, and so
 * does a run with an approval that is not settled or without the time of its end. Actions stay: they are the audit.
 */
export async function pruneRecords(database: ConfigDatabase, bounds: RecordBounds): Promise<PrunedRecords> {
  let [runs, others, events] = [0, 0, 0];
  for (let after = ""; ; ) {
    const done = await database.transaction("write", async (session) => {
      await keepWritersOut(session, database);
      const found = await runsThatEnded(session, bounds.before, after);
      const used = await namesInUse(session);
      const gone = found.filter((run) => !used.has(`${run.namespace} ${run.name}`));
      const last = found.at(-1);
      const counts = { runs: 0, others: 0, events: 0 };
      const entries: AuditEntry[] = [];
      for (const run of gone) {
        const entry = await expiryOf(session, run);
        if (!(await pruneRun(session, run, used, counts))) continue;
        counts.runs++;
        if (entry) entries.push(entry);
      }
      if (!last) counts.others += await pruneLeftOver(session, bounds.before, used);
      await appendAudit(session, database, entries);
      return { ...counts, last };
    });
    [runs, others, events] = [runs + done.runs, others + done.others, events + done.events];
    if (!done.last) break;
    after = `${done.last.namespace} ${done.last.name}`;
  }
  const changes = await database.transaction("write", (session) => pruneChanges(session, bounds));
  const samples = await database.transaction("write", (session) => pruneSamples(session, bounds.before));
  return { runs, others, events, changes, samples };
}

interface Run {
  readonly namespace: string;
  readonly name: string;
}

/** So that no run begins to refer to one that is just deleted. */
async function keepWritersOut({ query, sql }: Session, { kind }: ConfigDatabase): Promise<void> {
  if (kind === "postgres") await sql`LOCK TABLE agent_object IN SHARE ROW EXCLUSIVE MODE`.execute(query);
}

async function runsThatEnded({ query, sql }: Session, before: Date, after: string): Promise<readonly Run[]> {
  const ended = before.toISOString();
  const found: Run[] = [];
  let [namespace = "", name = ""] = after.split(" ");
  for (;;) {
    const { rows } = await sql<Run & { status: string }>`SELECT namespace, name, status FROM agent_object
      WHERE kind = ${agentDispatchRun.kind} AND (namespace, name) > (${namespace}, ${name}) AND created < ${ended}
        AND phase IN (${sql.join(over)}) ORDER BY namespace, name LIMIT ${runsAtOnce}`.execute(query);
    for (const row of rows) {
      const status: unknown = JSON.parse(row.status);
      if (isRecord(status) && typeof status.finishedAt === "string" && new Date(status.finishedAt) < before)
        found.push({ namespace: row.namespace, name: row.name });
    }
    const last = rows.at(-1);
    if (!last || found.length > 0) return found;
    [namespace, name] = [last.namespace, last.name];
  }
}

/** Every text in a run or an attempt that is not over, with its organisation: whatever has such a name may be referred to. */
async function namesInUse({ query, sql }: Session): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ namespace: string; name: string; value: string; status: string }>`
    SELECT namespace, name, value, status FROM agent_object
    WHERE kind IN (${agentDispatchRun.kind}, ${agentDispatchAttempt.kind}) AND phase NOT IN (${sql.join(over)})`.execute(
    query,
  );
  const approvals = await sql<{ namespace: string; run: string }>`SELECT namespace, run FROM agent_object
    WHERE kind = ${agentApproval.kind} AND phase IN (${sql.join(open)})`.execute(query);
  const names = new Set(approvals.rows.map(({ namespace, run }) => `${namespace} ${run}`));
  for (const { namespace, name, value, status } of rows) {
    names.add(`${namespace} ${name}`);
    for (const text of textsIn([JSON.parse(value), JSON.parse(status)])) names.add(`${namespace} ${text}`);
  }
  return names;
}

function* textsIn(value: unknown): Generator<string, void> {
  if (typeof value === "string") yield value;
  else if (isRecord(value)) for (const inner of Object.values(value)) yield* textsIn(inner);
}

/** What the audit says of a run whose time is over; what hung on it goes with it. */
async function expiryOf({ query, sql }: Session, { namespace, name }: Run): Promise<AuditEntry | undefined> {
  const { kind } = agentDispatchRun;
  const { rows } = await sql<{ value: string; status: string }>`SELECT value, status FROM agent_object
    WHERE kind = ${kind} AND namespace = ${namespace} AND name = ${name}`.execute(query);
  const [row] = rows;
  return row && auditEntry({ namespace, name, kind, change: "expired", ...row });
}

/** Deletes a run with what hangs on it, unless some of it is in use. */
async function pruneRun(
  { query, sql }: Session,
  { namespace, name }: Run,
  used: ReadonlySet<string>,
  counts: { others: number; events: number },
): Promise<boolean> {
  const hanging = sql`${sql.raw(agentIndexKeys.run)} = ${`${namespace}/${name}`} AND run <> '' AND NOT declared`;
  const { rows } = await sql<{
    kind: string;
    name: string;
  }>`SELECT kind, name FROM agent_object WHERE ${hanging}`.execute(query);
  if (rows.some((one) => used.has(`${namespace} ${one.name}`))) return false;
  const events = await sql`DELETE FROM agent_event WHERE namespace = ${namespace} AND run = ${name}`.execute(
    query,
  );
  await sql`DELETE FROM agent_object WHERE ${hanging}`.execute(query);
  await sql`DELETE FROM agent_object
    WHERE kind = ${agentDispatchRun.kind} AND namespace = ${namespace} AND name = ${name}`.execute(query);
  counts.others += rows.length;
  counts.events += Number(events.numAffectedRows ?? 0n);
  return true;
}

/** Deletes deliveries and executions that led to no run, and what is left of workspaces that were archived. */
async function pruneLeftOver(
  { query, sql }: Session,
  before: Date,
  used: ReadonlySet<string>,
): Promise<number> {
  let count = 0;
  for (const [kind, phases] of withoutRun) {
    const { rows } = await sql<Run>`SELECT namespace, name FROM agent_object
      WHERE kind = ${kind} AND run = '' AND created < ${before.toISOString()} AND phase IN (${sql.join([...phases])})`.execute(
      query,
    );
    for (const { namespace, name } of rows) {
      if (used.has(`${namespace} ${name}`)) continue;
      await sql`DELETE FROM agent_object WHERE kind = ${kind} AND namespace = ${namespace} AND name = ${name}`.execute(
        query,
      );
      count++;
    }
  }
  return count;
}

/** Deletes the oldest changes of the log; a watch that would begin before them is refused with `WATCH_TOO_OLD`. */
async function pruneChanges(
  { query, sql }: Session,
  { changesBefore, changes }: RecordBounds,
): Promise<number> {
  const time = changesBefore.toISOString();
  const { rows } = await sql<{ version: number }>`
    SELECT version FROM agent_change ORDER BY version DESC LIMIT 1 OFFSET ${Math.max(changes, 0)}`.execute(
    query,
  );
  const recent = await sql<{ version: number }>`
    SELECT version FROM agent_change WHERE time >= ${time} ORDER BY version LIMIT 1`.execute(query);
  const byAge = recent.rows[0] ? recent.rows[0].version - 1 : Number.MAX_SAFE_INTEGER;
  const upTo = Math.max(rows[0]?.version ?? 0, byAge);
  const { numAffectedRows = 0n } = await sql`DELETE FROM agent_change WHERE version <= ${upTo}`.execute(
    query,
  );
  return Number(numAffectedRows);
}
