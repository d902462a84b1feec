import type { Kysely } from "kysely";
import type { AccessSession } from "../../secret/access-chain.ts";
import type { AccessSessionTable, ConfigSchema } from "../schema/tables.ts";

const pageRecords = 200;

/** The records of all sessions in the order of their numbers, page by page. */
export async function* recordPages(
  query: Kysely<ConfigSchema>,
): AsyncGenerator<readonly AccessSession[], void> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await query
      .selectFrom("secret_access_session")
      .selectAll()
      .where("number", ">", after)
      .orderBy("number")
      .limit(pageRecords)
      .execute();
    if (rows.length > 0) yield rows.map(recordOf);
    const last = rows.at(-1);
    if (rows.length < pageRecords || !last) return;
    after = last.number;
  }
}

function recordOf(row: AccessSessionTable): AccessSession {
  const { number, session, key_id: keyId, started, noted, previous, hash } = row;
  return { number, session, keyId, started, noted, previous, hash };
}
