import { firstScopedTables } from "./tables.ts";
import { enqueue } from "./triggers-sqlite.ts";

/** The columns that tell the rows of a table apart. */
const keys: Readonly<Record<string, readonly string[]>> = {
  agent_type: ["name"],
  agent_type_config: ["type", "key"],
  secret: ["name"],
  ...Object.fromEntries(firstScopedTables.map((table) => [table, ["scope", "scope_ref", "key"]])),
};

const guard = (name: string, event: string, taken: string) =>
  `CREATE TRIGGER ${name} BEFORE ${event} BEGIN SELECT RAISE(ABORT, 'the write would replace another row') WHERE EXISTS (${taken}); END`;

/** The guard that lets no row of a table take another row's key. */
export function replaceGuard(table: string, columns: readonly string[]): string {
  const changed = columns.map((column) => `OLD.${column} <> NEW.${column}`).join(" OR ");
  const same = columns.map((column) => `${column} = NEW.${column}`).join(" AND ");
  return guard(
    `${table}_replace_update`,
    `UPDATE OF ${columns.join(", ")} ON ${table} WHEN ${changed}`,
    `SELECT 1 FROM ${table} WHERE ${same}`,
  );
}

/**
 * SQLite deletes the rows that an `OR REPLACE` is in the way of without firing a trigger (unless the writer turned
 * `recursive_triggers` on), so no guard on DELETE sees it. These look before the write: a row may take the place of one with
 * the same key, which is an update by another name, and of no other row. What such an update does to the queue is made up for
 * after it. `RAISE(ABORT)` holds whatever conflict clause the statement has.
 */
export function replaceGuards(): string[] {
  const ofType = enqueue("SELECT name FROM agent WHERE type = NEW.name AND enabled");
  return [
    ...Object.entries(keys).map(([table, columns]) => replaceGuard(table, columns)),
    guard(
      "agent_replace_insert",
      "INSERT ON agent",
      "SELECT 1 FROM agent WHERE lower(name) = lower(NEW.name) AND name <> NEW.name",
    ),
    guard(
      "agent_replace_update",
      "UPDATE OF name ON agent WHEN OLD.name <> NEW.name",
      "SELECT 1 FROM agent WHERE lower(name) = lower(NEW.name) AND name <> OLD.name",
    ),
    // A nonce that was used is used: also where the row with it would go.
    guard(
      "secret_nonce_insert",
      "INSERT ON secret",
      "SELECT 1 FROM secret WHERE key_id = NEW.key_id AND nonce = NEW.nonce AND name <> NEW.name",
    ),
    guard(
      "secret_nonce_update",
      "UPDATE OF key_id, nonce ON secret",
      "SELECT 1 FROM secret WHERE key_id = NEW.key_id AND nonce = NEW.nonce AND name <> OLD.name",
    ),
    `CREATE TRIGGER agent_type_queue_insert AFTER INSERT ON agent_type BEGIN ${ofType} END`,
    `CREATE TRIGGER agent_unqueue_insert AFTER INSERT ON agent WHEN NOT NEW.enabled BEGIN
      DELETE FROM render_queue WHERE agent = NEW.name; END`,
  ];
}
