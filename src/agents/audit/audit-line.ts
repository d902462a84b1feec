import type { Kysely } from "kysely";
import type { AgentAuditTable, ConfigSchema } from "../../config/schema/tables.ts";
import type { ChainHasher } from "../../secret/chain-hasher.ts";
import type { AuditEntry } from "./audit-entry.ts";

/** Which keys the audit's chain has: others than the access log's. */
export const auditPurpose = "agent-audit/v1";

/** A line of the audit in its chain. */
export interface AuditLine extends AuditEntry {
  /** 1, 2, 3, … without a gap. */
  readonly number: number;
  /** RFC 3339, by the clock of the database's machine. */
  readonly time: string;
  /** The key of its hash; empty for a writer that had none. */
  readonly keyId: string;
  /** The hash of the line before, empty for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** The hash that a line has under a key. */
export function lineHash(hasher: ChainHasher, line: Omit<AuditLine, "hash">): string {
  const { number, time, namespace, run, record, entry, keyId, previous } = line;
  return hasher.hash(["audit-line/v1", number, time, namespace, run, record, entry, keyId, previous]);
}

const pageLines = 500;

/** Lines behind a number, page by page. */
export async function* auditPages(
  query: Kysely<ConfigSchema>,
  after = Number.MIN_SAFE_INTEGER,
): AsyncGenerator<readonly AuditLine[], void> {
  for (let last = after; ; ) {
    const rows = await query
      .selectFrom("agent_audit")
      .selectAll()
      .where("number", ">", last)
      .orderBy("number")
      .limit(pageLines)
      .execute();
    if (rows.length > 0) yield rows.map(lineOf);
    last = rows.at(-1)?.number ?? last;
    if (rows.length < pageLines) return;
  }
}

/** The newest lines, newest first. @param before only lines with a smaller number */
export async function auditNewest(
  query: Kysely<ConfigSchema>,
  {
    before = Number.MAX_SAFE_INTEGER,
    limit,
  }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const rows = await query
    .selectFrom("agent_audit")
    .selectAll()
    .where("number", "<", before)
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
  return rows.map(lineOf);
}

/** The lines about one run, oldest first. */
export async function auditOfRun(
  query: Kysely<ConfigSchema>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<readonly AuditLine[]> {
  const rows = await query
    .selectFrom("agent_audit")
    .selectAll()
    .where("namespace", "=", namespace)
    .where("run", "=", name)
    .orderBy("number")
    .execute();
  return rows.map(lineOf);
}

/**
 * The lines about one record, newest first. Lines are found by their run, so this stays quick.
 * @param asked the record as KIND/NAME, with the run that it is about, empty where there is none
 */
export async function auditOfRecord(
  query: Kysely<ConfigSchema>,
  asked: {
    readonly namespace: string;
    readonly run: string;
    readonly record: string;
    readonly limit: number;
  },
): Promise<readonly AuditLine[]> {
  const rows = await query
    .selectFrom("agent_audit")
    .selectAll()
    .where("namespace", "=", asked.namespace)
    .where("run", "=", asked.run)
    .where("record", "=", asked.record)
    .orderBy("number", "desc")
    .limit(asked.limit)
    .execute();
  return rows.map(lineOf);
}

/** The row of a line. */
export function rowOf({ keyId, ...line }: AuditLine): AgentAuditTable {
  return { ...line, key_id: keyId };
}

function lineOf({ key_id: keyId, ...row }: AgentAuditTable): AuditLine {
  return { ...row, keyId };
}
