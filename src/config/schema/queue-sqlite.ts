import { firstScopedTables, type ScopedTable } from "./tables.ts";
import { changedRow, reached, sqliteNow, sqliteQueueTriggers } from "./triggers-sqlite.ts";

/**
 * True where every agent is in the queue already, by a write of the present epoch, so that a wide row has nobody to add. A bundle begins
 * with its agents: without this each of its wide rows would look at all of them.
 */
const allDue: string = `((SELECT count(*) FROM render_queue WHERE epoch = (SELECT epoch FROM change_epoch)
  AND worker IS NULL AND attempts = 0 AND +due_at <= (SELECT ${sqliteNow})) = (SELECT count(*) FROM agent WHERE enabled))`;

/** As at first; besides, a write takes back what the agent's failures had led to. */
function enqueue(agents: string): string {
  return `INSERT INTO render_queue (agent, seq, epoch, due_at)
    SELECT name, 1, (SELECT epoch FROM change_epoch), ${sqliteNow} FROM (${agents}) WHERE true
    ON CONFLICT (agent) DO UPDATE SET seq = seq + 1, epoch = excluded.epoch,
      due_at = CASE WHEN worker IS NULL THEN min(due_at, excluded.due_at) ELSE due_at END,
      attempts = 0, failed_at = NULL, error_code = NULL, error_message = NULL
    WHERE worker IS NOT NULL OR epoch <> excluded.epoch OR due_at > excluded.due_at OR attempts > 0;`;
}

/** Rows that may name secrets, and the table that says which. */
export interface NamingRows {
  readonly table: ScopedTable;
  readonly secrets: string;
}

export const servers: NamingRows = { table: "mcp_server", secrets: "row_secret" };

/**
 * The agents whose resolved configuration names a secret: through a row that is enabled and that no narrower one of its key
 * overrides. It costs what the rows cost that name the secret, and the agents that these could reach.
 */
function naming(
  row: "NEW" | "OLD",
  { table, secrets }: NamingRows = servers,
  agentRows: "none" | "builtin" = "none",
): string {
  const lacks = (scope: string, reference: string) =>
    `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.scope = '${scope}' AND n.scope_ref = ${reference} AND n.key = r.key)`;
  const [instance, type] = [lacks("instance", "a.name"), lacks("type", "a.type")];
  const [global, ofType] = [lacks("global", "''"), lacks("builtin", "a.type")];
  // Asked only once there is a row that names the secret for all agents.
  const someLeft = `CASE WHEN r.scope IS NULL THEN 1 ELSE NOT ${allDue} END`;
  const through = (where: string, agents: string, ...narrower: string[]) =>
    // CROSS keeps the order: the rows that name the secret are few.
    `SELECT a.name AS name FROM ${secrets} r CROSS JOIN ${table} m CROSS JOIN agent a
      WHERE r.secret = ${row}.name AND ${where} AND m.scope = r.scope AND m.scope_ref = r.scope_ref AND m.key = r.key
        AND m.enabled AND ${agents} AND a.enabled${narrower.map((lacking) => ` AND ${lacking}`).join("")}`;
  const own = agentRows === "builtin" ? [lacks("builtin", "'agent:' || a.name")] : [];
  const ownRows = "r.scope = 'builtin' AND substr(r.scope_ref, 1, 6) = 'agent:'";
  return [
    ...(own.length > 0 ? [through(ownRows, "a.name = substr(r.scope_ref, 7)", global, type, instance)] : []),
    through("r.scope = 'instance'", "a.name = r.scope_ref"),
    through("r.scope = 'type'", "a.type = r.scope_ref", instance),
    through("r.scope = 'global'", someLeft, type, instance),
    through(
      "r.scope = 'builtin' AND r.scope_ref <> ''",
      "a.type = r.scope_ref",
      ...own,
      global,
      type,
      instance,
    ),
    through("r.scope = 'builtin' AND r.scope_ref = ''", someLeft, ...own, ofType, global, type, instance),
  ].join(" UNION ");
}

/** True for a row that is for all agents. */
const isWide = (row: "NEW" | "OLD") =>
  `(${row}.scope = 'global' OR (${row}.scope = 'builtin' AND ${row}.scope_ref = ''))`;

/** Triggers of their own for rows that are for all agents: only these pay for the count of agents. */
export function wideTriggers(table: ScopedTable, agentRows: "none" | "builtin" = "none"): string[] {
  const reach = (row: "NEW" | "OLD") =>
    enqueue(`SELECT name FROM (${reached(table, row, "wide", agentRows)}) WHERE NOT ${allDue}`);
  return [
    `CREATE TRIGGER ${table}_wide_insert AFTER INSERT ON ${table} WHEN ${isWide("NEW")} BEGIN ${reach("NEW")} END`,
    `CREATE TRIGGER ${table}_wide_update AFTER UPDATE ON ${table} WHEN (${isWide("OLD")} OR ${isWide("NEW")}) AND (${changedRow})
      BEGIN ${reach("OLD")} ${reach("NEW")} END`,
    `CREATE TRIGGER ${table}_wide_delete AFTER DELETE ON ${table} WHEN ${isWide("OLD")} BEGIN ${reach("OLD")} END`,
  ];
}

/** These words, for the triggers of one table more and of the rows of one more that name secrets. */
export const latestSqliteWords = { enqueue, naming } as const;

/** The statements that put these words in the place of the first ones. */
export function replaceSqliteQueueTriggers(): string[] {
  const triggers = sqliteQueueTriggers({
    enqueue,
    reached: (table, row) => reached(table, row, "narrow"),
    naming: (row) => naming(row),
  });
  const ofType = enqueue("SELECT name FROM agent WHERE type = NEW.name AND enabled");
  const replaced = [
    ...triggers,
    `CREATE TRIGGER agent_type_queue_insert AFTER INSERT ON agent_type BEGIN ${ofType} END`,
  ].flatMap((trigger) => [`DROP TRIGGER ${/^CREATE TRIGGER (\w+) /.exec(trigger)?.[1]}`, trigger]);
  return [...replaced, ...firstScopedTables.flatMap((table) => wideTriggers(table))];
}
