import type { Session } from "../../config/connection/session.ts";
import { agentIndexKeys } from "../../config/schema/agent-index-keys.ts";
import type { PhaseQuery } from "../resource/resource-store.ts";

/** See `ResourceReader.countPhases`: one statement that walks along the index of phases, and no further than it has to. */
export async function countPhases(
  { query, sql }: Session,
  namespace: string,
  queries: readonly PhaseQuery[],
  most: number,
): Promise<readonly number[]> {
  // In a text that is put together, its slash would pass for the one behind a namespace.
  if (queries.length === 0 || namespace.includes("/")) return queries.map(() => 0);
  const counts = queries.map(
    ({ kind: { kind }, phase }, at) => sql`
      SELECT ${sql.lit(at)} AS at, count(*) AS found FROM (
        SELECT 1 FROM agent_object
        WHERE ${sql.raw(agentIndexKeys.phase)} = ${`${kind}/${namespace}/${phase}`} AND phase <> '' LIMIT ${most}
      ) AS counted_${sql.raw(String(at))}`,
  );
  const { rows } = await sql<{ readonly at: number; readonly found: number | string }>`
    ${sql.join(counts, sql` UNION ALL `)}`.execute(query);
  const found = new Map(rows.map((row) => [Number(row.at), Number(row.found)]));
  return queries.map((_, at) => found.get(at) ?? 0);
}
