import { type NamingRows, servers } from "./queue-sqlite.ts";
import { postgresQueueTriggers, replaceStatementTrigger, truncated } from "./triggers-postgres.ts";

/** PostgreSQL compiles what it thinks is long to machine code, each time it runs, which takes a hundred times as long as the work. */
export const interpreted = "SET jit = off ";

/**
 * A plan is made when a function first runs, for as many rows as that statement wrote, and then kept. Through indexes its cost always
 * follows from the rows that are written, never from those that are there.
 */
export const throughIndexes: string = `${interpreted}SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off `;

/** As at first; besides, a write takes back what the agent's failures had led to. */
function enqueue(agents: string): string {
  return `INSERT INTO render_queue AS q (agent, seq, epoch, due_at)
    SELECT name, 1, pg_current_xact_id()::text::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM (${agents}) due GROUP BY name ORDER BY name
    ON CONFLICT (agent) DO UPDATE SET seq = q.seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN q.worker IS NULL THEN least(q.due_at, excluded.due_at) ELSE q.due_at END,
      attempts = 0, failed_at = NULL, error_code = NULL, error_message = NULL
    WHERE q.worker IS NOT NULL OR q.epoch <> excluded.epoch OR q.due_at > excluded.due_at OR q.attempts > 0;`;
}

/**
 * The agents whose resolved configuration names a secret of the relation: through a row that is enabled and that no narrower one
 * of its key overrides. It costs what the rows cost that name the secret, and the agents that these could reach.
 */
function naming(
  rows: string,
  { table, secrets }: NamingRows = servers,
  agentRows: "none" | "builtin" = "none",
): string {
  const lacks = (scope: string, reference: string) =>
    `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = m.key)`;
  const [instance, type] = [lacks("instance", "a.name"), lacks("type", "a.type")];
  const [global, ofType] = [lacks("global", "''"), lacks("builtin", "a.type")];
  const through = (where: string, agents: string, ...narrower: string[]) =>
    `SELECT a.name FROM (SELECT DISTINCT r.scope, r.scope_ref, r.key FROM ${rows} s JOIN ${secrets} r ON r.secret = s.name WHERE ${where}) r
      JOIN ${table} m ON m.scope = r.scope AND m.scope_ref = r.scope_ref AND m.key = r.key AND m.enabled
      JOIN agent a ON ${agents} AND a.enabled
      ${narrower.length > 0 ? `WHERE ${narrower.join(" AND ")}` : ""}`;
  const own = agentRows === "builtin" ? [lacks("builtin", "'agent:' || a.name")] : [];
  const ownRows = "r.scope = 'builtin' AND r.scope_ref LIKE 'agent:%'";
  return [
    ...(own.length > 0 ? [through(ownRows, "'agent:' || a.name = m.scope_ref", global, type, instance)] : []),
    through("r.scope = 'instance'", "a.name = m.scope_ref"),
    through("r.scope = 'type'", "a.type = m.scope_ref", instance),
    through("r.scope = 'global'", "TRUE", type, instance),
    through(
      "r.scope = 'builtin' AND r.scope_ref <> ''",
      "a.type = m.scope_ref",
      ...own,
      global,
      type,
      instance,
    ),
    through("r.scope = 'builtin' AND r.scope_ref = ''", "TRUE", ...own, ofType, global, type, instance),
  ].join(" UNION ALL ");
}

/** These words, for the triggers of one table more and of the rows of one more that name secrets. */
export const latestPostgresWords = { enqueue, naming } as const;

/** The statements that put these words in the place of the first ones. */
export function replacePostgresQueueTriggers(): string[] {
  const words = { enqueue, naming: (rows: string) => naming(rows) };
  return [
    ...postgresQueueTriggers(words).map((trigger) =>
      replaceStatementTrigger(trigger, trigger.table === "secret" ? throughIndexes : interpreted),
    ),
    `CREATE OR REPLACE FUNCTION ${truncated(words)}`,
  ];
}
