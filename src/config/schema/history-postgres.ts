import { alwaysFire } from "./always-fire.ts";
import type { RecordedTable } from "./history-tables.ts";
import { interpreted } from "./queue-postgres.ts";

const now = `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const setting = (name: string) => `coalesce(current_setting('identikit.${name}', true), '')`;

/** One entry for a transaction, whoever writes: writers of configuration come one after the other, so that the last one is it or none. */
const entryFunction = `CREATE FUNCTION config_entry_now() RETURNS bigint LANGUAGE plpgsql ${interpreted}AS $$
  DECLARE found config_entry%ROWTYPE; made bigint;
  BEGIN
    SELECT * INTO found FROM config_entry ORDER BY id DESC LIMIT 1;
    IF found.epoch = pg_current_xact_id()::text::bigint THEN RETURN found.id; END IF;
    INSERT INTO config_entry (first, epoch, time, role, who, command, origin)
      SELECT coalesce(max(id), 0) + 1, pg_current_xact_id()::text::bigint, ${now}, session_user,
        ${setting("who")}, ${setting("command")}, ${setting("origin")} FROM config_change
      RETURNING id INTO made;
    RETURN made;
  END $$`;

const into = "INSERT INTO config_change (entry, config_table, key1, key2, key3, enabled, value)";

/** The triggers that keep the history of one table. */
export function postgresHistoryOf(table: RecordedTable): string[] {
  const { name, key, enabled, value } = table;
  const keyOf = (row: string) =>
    [0, 1, 2].map((at) => (key[at] === undefined ? "''" : `${row}${key[at]}`)).join(", ");
  const flag = (row: string) => (enabled ? `coalesce(${row}.${enabled}, true)` : "true");
  const order = `ORDER BY ${key.join(", ")}`;
  // The entry is made for the first row, if there is one.
  const write = (columns: string, from: string) =>
    `${into} SELECT (SELECT config_entry_now()), '${name}', ${keyOf("")}, ${columns} FROM ${from} ${order};`;
  const was = `${flag("b")}, ${value("b")}`;
  const differs = [...(enabled ? [enabled] : []), ...valueColumns(table)]
    .map((column) => `b.${column} IS DISTINCT FROM a.${column}`)
    .join(" OR ");
  const joined = `before b FULL JOIN after a USING (${key.join(", ")}) WHERE ${differs}`;
  const trigger = (event: string, tables: string, body: string) => [
    `CREATE FUNCTION ${name}_history_${event.toLowerCase()}() RETURNS trigger LANGUAGE plpgsql ${interpreted}AS $$ BEGIN ${body} RETURN NULL; END $$`,
    `CREATE TRIGGER ${name}_history_${event.toLowerCase()} ${tables === "" ? "BEFORE" : "AFTER"} ${event} ON ${name} ${tables}
      FOR EACH STATEMENT EXECUTE FUNCTION ${name}_history_${event.toLowerCase()}()`,
  ];
  return [
    ...trigger("INSERT", "REFERENCING NEW TABLE AS after", write("true, NULL", "after")),
    ...trigger("UPDATE", "REFERENCING OLD TABLE AS before NEW TABLE AS after", write(was, joined)),
    ...trigger("DELETE", "REFERENCING OLD TABLE AS before", write(was, "before b")),
    ...trigger("TRUNCATE", "", write(was, `${name} b`)),
  ];
}

function valueColumns({ name }: RecordedTable): string[] {
  if (name === "agent_type") return ["runtime"];
  if (name === "agent") return ["type"];
  return name === "secret" ? ["version", "key_id"] : ["value"];
}

function guards(table: string): string[] {
  const name = `${table}_append_only`;
  return [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the history is append only'; END $$`,
    `CREATE TRIGGER ${name} BEFORE UPDATE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
    `CREATE FUNCTION ${table}_oldest_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (SELECT max(id) FROM gone) > (SELECT min(id) FROM ${table}) THEN RAISE EXCEPTION 'only the oldest of the history can be deleted'; END IF;
      RETURN NULL; END $$`,
    `CREATE TRIGGER ${table}_oldest_first AFTER DELETE ON ${table} REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION ${table}_oldest_first()`,
  ];
}

/** The statements for PostgreSQL. */
export function createPostgresHistory(tables: readonly RecordedTable[]): string[] {
  const text = `TEXT COLLATE "C"`;
  const id = "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  return [
    `CREATE TABLE config_entry (${id}, first BIGINT NOT NULL, epoch BIGINT NOT NULL DEFAULT 0, time ${text} NOT NULL,
      role ${text} NOT NULL, who ${text} NOT NULL, command ${text} NOT NULL, origin ${text} NOT NULL)`,
    `CREATE TABLE config_change (${id}, entry BIGINT NOT NULL, config_table ${text} NOT NULL, key1 ${text} NOT NULL,
      key2 ${text} NOT NULL, key3 ${text} NOT NULL, enabled BOOLEAN NOT NULL, value ${text})`,
    entryFunction,
    ...["config_entry", "config_change"].flatMap(guards),
    ...tables.flatMap(postgresHistoryOf),
    ...alwaysFire(),
  ];
}
