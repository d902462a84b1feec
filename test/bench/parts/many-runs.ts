import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";

/** Runs in one transaction: all at once would keep a server silent for longer than a writer waits. */
const batch = 5000;

/** Puts runs into a database by its own means: 1 in 100 is at work, of the others 2 in 3 wait, and one in 20 has each label `team`. */
export async function fillRuns(
  database: ConfigDatabase,
  { namespace, count }: { readonly namespace: string; readonly count: number },
): Promise<void> {
  const spec = JSON.stringify(agentDispatchRun.spec.parse(agentDispatchRun.example.spec));
  for (let first = 1; first <= count; first += batch) {
    const last = Math.min(count, first + batch - 1);
    await database.transaction("write", async ({ kind, query, sql }) => {
      const numbers =
        kind === "sqlite"
          ? sql`WITH RECURSIVE n(i) AS (SELECT ${sql.lit(first)} UNION ALL SELECT i + 1 FROM n WHERE i < ${sql.lit(last)}) SELECT i FROM n`
          : sql`SELECT generate_series(${sql.lit(first)}, ${sql.lit(last)}) AS i`;
      await sql`INSERT INTO agent_object (kind, namespace, name, value, status)
        SELECT 'AgentDispatchRun', ${sql.lit(namespace)}, 'run-' || i, '{"labels":{"team":"t' || (i % 20) || '"},"spec":' || CAST(${spec} AS TEXT) || '}',
          CASE WHEN i % 100 = 0 THEN '{"phase":"Running"}' WHEN i % 3 = 0 THEN '{"phase":"Succeeded"}' ELSE '{"phase":"Queued"}' END
        FROM (${numbers}) AS numbers`.execute(query);
    });
  }
}
