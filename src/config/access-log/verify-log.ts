import type { Finding } from "../../fault/finding.ts";
import { AccessHasher } from "../../secret/access-chain.ts";
import type { Keyring } from "../../secret/keyring.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { guardFindings } from "./guard-findings.ts";
import type { Heads } from "./heads.ts";
import { LogFindings } from "./log-findings.ts";
import { OpenHeads } from "./open-heads.ts";
import { recordPages } from "./session-records.ts";
import { countUnchained, unchainedDigest } from "./unchained.ts";
import { lineHashes, verifyLines } from "./verify-lines.ts";
import { RecordVerifier } from "./verify-records.ts";

/** What a check of the whole access log came to. */
export interface LogVerification {
  readonly sessions: number;
  /** Lines that are part of a chain. */
  readonly lines: number;
  /** Lines that are not: from before the chains, or of a program without them. */
  readonly unchained: number;
  readonly findings: readonly Finding[];
  readonly heads: Heads;
}

/**
 * Checks every chain of the access log, as it is at one moment, in memory that does not grow with it.
 *
 * What is found without further knowledge: a line or record that was changed, inserted, moved, copied or taken out of the
 * middle; a session that was taken out before the newest; the end of a session cut off, where a later session had noted it. What
 * was cut off behind all notes, the newest sessions among it, is found by comparing with heads that were kept elsewhere.
 * @param keyring the keys that sessions were written under; those of another key are `unverified`
 * @param expected heads of an earlier check
 */
export function verifyLog(
  database: ConfigDatabase,
  keyring: Keyring | undefined,
  expected?: Heads,
): Promise<LogVerification> {
  return database.transaction("read", async (session) => {
    const findings = new LogFindings();
    const hashers = new Map(AccessHasher.all(keyring).map((hasher) => [hasher.keyId, hasher]));
    const records = new RecordVerifier(hashers, findings);
    const open = new OpenHeads();
    let lines = 0;
    for await (const page of recordPages(session.query)) {
      for (const record of page) {
        database.signal?.throwIfAborted();
        const noted = records.verify(record);
        const end = await verifyLines(session.query, record, hashers.get(record.keyId), findings);
        lines += end.seq;
        open.add(record.session, end, noted);
        if (noted.unchained) await verifyUnchained(session, noted.unchained, findings);
      }
      await verifyNotes(session, records.takeNotes(), findings);
    }
    await verifyOrphans(session, findings);
    if (expected) await verifyExpected(session, expected, records, findings);
    for (const finding of await guardFindings(session, database.kind)) findings.add(finding);
    records.end();
    const unchained = await countUnchained(session.query, 0);
    if (unchained > 0 && records.last === undefined) findings.neverChained(unchained);
    return {
      sessions: records.count,
      lines,
      unchained,
      findings: findings.all(),
      heads: { ...(records.last ? { record: records.last } : {}), lines: open.heads() },
    };
  });
}

async function verifyUnchained(
  { query }: Session,
  noted: { readonly lines: number; readonly lastId: number; readonly digest: string },
  findings: LogFindings,
): Promise<void> {
  const now = await unchainedDigest(query, noted.lastId);
  if (now.digest !== noted.digest) findings.unchainedChanged(noted.lines, now.lines);
  else if (noted.lines > 0) findings.beforeChains(noted.lines);
  const later = await countUnchained(query, noted.lastId);
  if (later > 0) findings.unchainedLater(later);
}

/** What sessions noted of others when they began must still be there. */
async function verifyNotes(
  { query }: Session,
  notes: ReturnType<RecordVerifier["takeNotes"]>,
  findings: LogFindings,
): Promise<void> {
  const there = await lineHashes(
    query,
    notes.map(({ head }) => head),
  );
  for (const { head, by } of notes) {
    const hash = there.get(`${head.session}:${head.seq}`);
    if (hash !== head.hash) findings.cut(head, `when session ${by} began`);
  }
}

async function verifyOrphans({ query, sql }: Session, findings: LogFindings): Promise<void> {
  const { rows } = await sql<{ session: string; n: number }>`
    SELECT session, count(*) AS n FROM secret_access_log l WHERE session IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM secret_access_session s WHERE s.session = l.session)
    GROUP BY session ORDER BY session LIMIT 100`.execute(query);
  for (const { session, n } of rows) findings.orphans(session, n);
}

async function verifyExpected(
  { query }: Session,
  expected: Heads,
  records: RecordVerifier,
  findings: LogFindings,
): Promise<void> {
  const { record, lines } = expected;
  if (record) {
    const found = await query
      .selectFrom("secret_access_session")
      .select("hash")
      .where("number", "=", record.number)
      .executeTakeFirst();
    if (found?.hash !== record.hash) findings.recordGone(record.number, records.count);
  }
  const there = await lineHashes(query, lines);
  for (const head of lines)
    if (there.get(`${head.session}:${head.seq}`) !== head.hash) findings.cut(head, "in the expected heads");
}
