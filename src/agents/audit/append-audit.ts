import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { ChainHasher } from "../../secret/chain-hasher.ts";
import type { AuditEntry } from "./audit-entry.ts";
import { type AuditLine, auditPages, auditPurpose, lineHash, rowOf } from "./audit-line.ts";

/** One transaction at a time adds lines, until it is committed: there is one chain. */
const auditLock = "pg_advisory_xact_lock(7310291840557216)";
const linesAtATime = 500;

/**
 * Adds lines to the audit, in the transaction of what they are about; as the last of its steps, since writers wait for each other
 * from here on. Where the database has the keys of its writer (`chainKeys`), the lines are keyed; without keys a check reports them as unverified.
 * @throws {IdentikitError} `AUDIT_FAILED` where the database kept something else; `KEYRING_INVALID`
 */
export async function appendAudit(
  session: Session,
  database: ConfigDatabase,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { query, sql } = session;
  const hasher = ChainHasher.of(auditPurpose, database.chainKeys());
  if (database.kind === "postgres") await sql`SELECT ${sql.raw(auditLock)}`.execute(query);
  const time = await timeOf(session, database);
  const last = await query
    .selectFrom("agent_audit")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  let [number, previous] = [last?.number ?? 0, last?.hash ?? ""];
  const lines = entries.map((entry): AuditLine => {
    const line = { ...entry, number: ++number, time, keyId: hasher.keyId, previous };
    previous = lineHash(hasher, line);
    return { ...line, hash: previous };
  });
  for (let at = 0; at < lines.length; at += linesAtATime)
    await query
      .insertInto("agent_audit")
      .values(lines.slice(at, at + linesAtATime).map(rowOf))
      .execute();
  await expectWritten(session, last?.number ?? 0, lines);
}

async function timeOf({ query, sql }: Session, { kind }: ConfigDatabase): Promise<string> {
  const now =
    kind === "sqlite"
      ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
      : `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { rows } = await sql<{ time: string }>`SELECT ${sql.raw(now)} AS time`.execute(query);
  return certain(rows[0]).time;
}

/** A rule, a trigger or a policy of the database can swallow or change a line without an error. */
async function expectWritten({ query }: Session, after: number, lines: readonly AuditLine[]): Promise<void> {
  let seen = 0;
  for await (const page of auditPages(query, after)) {
    for (const [index, kept] of page.entries()) {
      const line = lines[seen + index];
      if (!line || JSON.stringify(rowOf(line), columns) !== JSON.stringify(rowOf(kept), columns))
        throw failed("changed a line that was written to it");
    }
    seen += page.length;
  }
  if (seen !== lines.length) throw failed(`kept ${seen} of ${lines.length} lines that were written to it`);
}

const columns = ["number", "time", "namespace", "run", "record", "entry", "key_id", "previous", "hash"];

function failed(problem: string): IdentikitError {
  return new IdentikitError("AUDIT_FAILED", `the audit in the database ${problem}`, {
    remedy: "Look for rules, triggers and policies on agent_audit; nothing of what was to be done was kept.",
  });
}
