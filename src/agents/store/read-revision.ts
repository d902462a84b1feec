import type { Session } from "../../config/connection/session.ts";
import type { Kind } from "../kinds/kind.ts";

/**
 * See `ResourceReader.revisionOf`. A change gives an object the newest version of all, and who is gone is one fewer: so the newest version
 * and the count say whether there was one. The sum tells apart databases of which one took the other's place.
 */
export async function readRevision({ query, sql }: Session, kinds: readonly Kind[]): Promise<string> {
  if (kinds.length === 0) return "";
  const names = sql.join(kinds.map(({ kind }) => sql`${kind}`));
  const { rows } = await sql<{ readonly revision: string }>`
    SELECT count(*) || '/' || coalesce(max(version), 0) || '/' || coalesce(sum(version), 0) AS revision
    FROM agent_object WHERE kind IN (${names})`.execute(query);
  return rows[0]?.revision ?? "";
}
