import type { RecordedTable } from "./history-tables.ts";

const now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/** The entry of the running write, made with its first change; a write by hand has one for each row, since nothing tells its rows' transaction. */
const entry = `INSERT INTO config_entry (first, time, role, who, command, origin)
    SELECT coalesce((SELECT max(id) FROM config_change), 0) + 1, ${now}, '', coalesce(who, ''), coalesce(command, ''), coalesce(origin, '')
    FROM config_author WHERE entry IS NULL;`;

function keyOf({ key }: RecordedTable, row: string): string {
  return [0, 1, 2].map((at) => (key[at] === undefined ? "''" : `${row}.${key[at]}`)).join(", ");
}

const into = "INSERT INTO config_change (entry, config_table, key1, key2, key3, enabled, value)";
const last = "(SELECT max(id) FROM config_entry)";

/** The triggers that keep the history of one table. */
export function sqliteHistoryOf(table: RecordedTable): string[] {
  const { name, key, enabled, value } = table;
  const flag = (row: string) => (enabled ? `${row}.${enabled}` : "1");
  const was = `${flag("OLD")}, ${value("OLD")}`;
  const newKey = key.map((column) => `OLD.${column} <> NEW.${column}`).join(" OR ");
  const changed = [newKey, `${flag("OLD")} <> ${flag("NEW")}`, `${value("OLD")} <> ${value("NEW")}`].join(
    " OR ",
  );
  const same = key.map((column) => `o.${column} = NEW.${column}`).join(" AND ");
  // An upsert has been through the trigger before the insertion already.
  const noted = `EXISTS (SELECT 1 FROM config_change WHERE id = (SELECT max(id) FROM config_change) AND config_table = '${name}'
    AND (key1, key2, key3) = (${keyOf(table, "OLD")}) AND enabled = ${flag("OLD")} AND value IS ${value("OLD")})`;
  return [
    // Before it: a row that OR REPLACE puts this one in the place of goes without a trigger.
    `CREATE TRIGGER ${name}_history_insert BEFORE INSERT ON ${name} BEGIN ${entry}
      ${into} SELECT ${last}, '${name}', ${keyOf(table, "NEW")}, coalesce(${flag("o")}, 1), ${value("o")}
        FROM (SELECT 1) LEFT JOIN ${name} o ON ${same}; END`,
    `CREATE TRIGGER ${name}_history_update AFTER UPDATE ON ${name} WHEN (${changed}) AND NOT ${noted} BEGIN ${entry}
      ${into} VALUES (${last}, '${name}', ${keyOf(table, "OLD")}, ${was});
      ${into} SELECT ${last}, '${name}', ${keyOf(table, "NEW")}, 1, NULL WHERE ${newKey}; END`,
    `CREATE TRIGGER ${name}_history_delete AFTER DELETE ON ${name} BEGIN ${entry}
      ${into} VALUES (${last}, '${name}', ${keyOf(table, "OLD")}, ${was}); END`,
  ];
}

/** The statements for SQLite. */
export function createSqliteHistory(tables: readonly RecordedTable[]): string[] {
  const guard = (name: string, event: string, problem: string, wrong: string) =>
    `CREATE TRIGGER ${name} BEFORE ${event} BEGIN SELECT RAISE(ABORT, '${problem}') WHERE ${wrong}; END`;
  const kept = "the history is append only";
  const oldest = "only the oldest of the history can be deleted";
  return [
    `CREATE TABLE config_entry (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, time TEXT NOT NULL, role TEXT NOT NULL,
      who TEXT NOT NULL, command TEXT NOT NULL, origin TEXT NOT NULL) STRICT`,
    `CREATE TABLE config_change (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, config_table TEXT NOT NULL, key1 TEXT NOT NULL,
      key2 TEXT NOT NULL, key3 TEXT NOT NULL, enabled INTEGER NOT NULL, value TEXT) STRICT`,
    // In one place, since each of the others runs for every row.
    `CREATE TRIGGER config_entry_now AFTER INSERT ON config_entry WHEN (SELECT who FROM config_author) IS NOT NULL BEGIN
      UPDATE config_author SET entry = NEW.id; END`,
    // Who writes just now; empty between two writes of Identikit, so that one by hand is not taken for the last.
    "CREATE TABLE config_author (entry INTEGER, who TEXT, command TEXT, origin TEXT) STRICT",
    "INSERT INTO config_author VALUES (NULL, NULL, NULL, NULL)",
    ...["config_entry", "config_change"].flatMap((table) => [
      guard(`${table}_no_update`, `UPDATE ON ${table}`, kept, "true"),
      guard(
        `${table}_no_replace`,
        `INSERT ON ${table}`,
        kept,
        `EXISTS (SELECT 1 FROM ${table} WHERE id = NEW.id)`,
      ),
      guard(
        `${table}_oldest_first`,
        `DELETE ON ${table}`,
        oldest,
        `EXISTS (SELECT 1 FROM ${table} WHERE id < OLD.id)`,
      ),
    ]),
    ...tables.flatMap(sqliteHistoryOf),
  ];
}
