import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Noted } from "../../secret/access-chain.ts";
import type { ConfigSchema } from "../schema/tables.ts";

const pageLines = 1000;

/**
 * The lines that have no session, and SHA-256 over them: what the first session notes of the time before it.
 * @param upTo the id of the last line that counts; left out, all
 */
export async function unchainedDigest(
  query: Kysely<ConfigSchema>,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<NonNullable<Noted["unchained"]>> {
  const digest = createHash("sha256");
  let lines = 0;
  let lastId = 0;
  for (let last = 0; ; ) {
    const page = await query
      .selectFrom("secret_access_log")
      .select(["id", "session", "secret", "agent", "accessor", "reason", "time"])
      .where("id", ">", last)
      .where("id", "<=", upTo)
      .orderBy("id")
      .limit(pageLines)
      .execute();
    for (const { id, session, secret, agent, accessor, reason, time } of page) {
      last = id;
      if (session !== null) continue;
      digest.update(`${JSON.stringify([id, secret, agent, accessor, reason, time])}\n`);
      lines++;
      lastId = id;
    }
    if (page.length < pageLines) return { lines, lastId, digest: digest.digest("base64url") };
  }
}

/** How many lines without a session there are behind one. */
export async function countUnchained(query: Kysely<ConfigSchema>, afterId: number): Promise<number> {
  const row = await query
    .selectFrom("secret_access_log")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("session", "is", null)
    .where("id", ">", afterId)
    .executeTakeFirstOrThrow();
  return row.n;
}
