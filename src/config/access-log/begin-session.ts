import { randomBytes } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import type { AccessHasher, Noted, NotedHead } from "../../secret/access-chain.ts";
import type { SecretAccess } from "../../secret/access-log.ts";
import type { Session } from "../connection/session.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import type { AccessSessionTable } from "../schema/tables.ts";
import { unchainedDigest } from "./unchained.ts";

/** Sessions before a new one whose heads it notes. */
const notedSessions = 16;

/** One session begins at a time, until its first lines are committed; sessions that have begun do not wait. */
const beginLock = "pg_advisory_xact_lock(7310291840557215)";

/**
 * Adds the record of a new session, which notes where the sessions before it stood: lines that are taken away later from
 * one of those, and a session that is taken away whole, are missed by it.
 * @throws {IdentikitError} `ACCESS_LOG_FAILED` where the database kept something else
 */
export async function beginSession(
  session: Session,
  kind: DatabaseKind,
  hasher: AccessHasher,
  accesses: readonly SecretAccess[],
): Promise<{ readonly session: string; readonly seq: number; readonly hash: string }> {
  const { query, sql } = session;
  if (kind === "postgres") await sql`SELECT ${sql.raw(beginLock)}`.execute(query);
  const last = await query
    .selectFrom("secret_access_session")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const noted: Noted = {
    heads: await recentHeads(session, number),
    ...(number === 1 ? { unchained: await unchainedDigest(query) } : {}),
  };
  const record = {
    number,
    session: randomBytes(16).toString("hex"),
    keyId: hasher.keyId,
    started: accesses[0]?.time ?? "",
    noted: JSON.stringify(noted),
    previous: last?.hash ?? "",
  };
  const { keyId, ...columns } = record;
  const row: AccessSessionTable = { ...columns, key_id: keyId, hash: hasher.session(record) };
  await query.insertInto("secret_access_session").values(row).execute();
  const kept = await query
    .selectFrom("secret_access_session")
    .selectAll()
    .where("number", "=", number)
    .executeTakeFirst();
  if (!kept || Object.entries(row).some(([column, value]) => kept[column as keyof typeof kept] !== value))
    throw new IdentikitError("ACCESS_LOG_FAILED", "the database did not keep the record of a log session", {
      remedy: "Look for rules, triggers and policies on secret_access_session; no secret was used.",
    });
  return { session: record.session, seq: 0, hash: row.hash };
}

async function recentHeads({ query, sql }: Session, number: number): Promise<NotedHead[]> {
  const { rows } = await sql<NotedHead>`
    SELECT s.session, s.key_id AS "keyId", l.seq, l.hash
    FROM secret_access_session s JOIN secret_access_log l ON l.session = s.session
      AND l.seq = (SELECT max(seq) FROM secret_access_log m WHERE m.session = s.session)
    WHERE s.number >= ${number - notedSessions} ORDER BY s.number`.execute(query);
  return rows.map(({ session, keyId, seq, hash }) => ({ session, keyId, seq, hash }));
}
