import { sqliteHistoryOf } from "./history-sqlite.ts";
import { declarations } from "./history-tables.ts";
import { replaceGuard } from "./replace-guards.ts";
import { createTableGuards } from "./value-guards.ts";

const key = ["kind", "namespace", "name"];
const same = (row: "NEW" | "OLD") => key.map((column) => `${column} = ${row}.${column}`).join(" AND ");
const abort = (problem: string, wrong: string) => `SELECT RAISE(ABORT, '${problem}') WHERE ${wrong};`;
const next = "UPDATE agent_clock SET version = version + 1;";
const version = "(SELECT version FROM agent_clock)";
const moved = key.map((column) => `OLD.${column} <> NEW.${column}`).join(" OR ");

const change =
  "INSERT INTO agent_change (version, type, kind, namespace, name, managed, value, status, uid, generation, created, old_value, old_status)";
const parts = (type: string, row: "NEW" | "OLD", generation = `${row}.generation`) =>
  `${change} SELECT version, '${type}', ${row}.kind, ${row}.namespace, ${row}.name, ${row}.managed, ${row}.value, ${row}.status, ${row}.uid, ${generation}, ${row}.created,`;

/** What counts as another object; a trigger of its own keeps the version. */
const content = ["declared", "managed", "value", "status", "uid", "generation", "created"];
const otherSpec =
  "(NEW.generation = OLD.generation AND NEW.value <> OLD.value AND json_extract(NEW.value, '$.spec') IS NOT json_extract(OLD.value, '$.spec'))";

/**
 * The triggers of SQLite that mirror what is declared, and give every change of an object, whoever makes it, the next version and a
 * place in the log of changes. There is one writer at a time, so the order of versions is the order of commits.
 * @param now the database's own time, as an expression
 */
export function sqliteAgentTriggers(now: string): string[] {
  return [
    ...createTableGuards("agent_declaration", "sqlite", key),
    replaceGuard("agent_declaration", key),
    ...sqliteHistoryOf(declarations),
    ...mirror(),
    ...objects(),
    ...events(now),
    `CREATE TRIGGER agent_change_no_update BEFORE UPDATE ON agent_change BEGIN ${abort("the log of changes is append only", "true")} END`,
    `CREATE TRIGGER agent_change_pruned AFTER DELETE ON agent_change BEGIN
      ${abort("only the oldest of the log of changes can be deleted", "EXISTS (SELECT 1 FROM agent_change WHERE version < OLD.version)")}
      UPDATE agent_clock SET oldest = max(oldest, OLD.version); END`,
    `CREATE TRIGGER agent_clock_forward BEFORE UPDATE ON agent_clock WHEN NEW.version < OLD.version OR NEW.oldest < OLD.oldest BEGIN
      ${abort("the clock of versions only goes forward", "true")} END`,
    `CREATE TRIGGER agent_clock_one BEFORE INSERT ON agent_clock BEGIN ${abort("there is one clock", "true")} END`,
    `CREATE TRIGGER agent_clock_stays BEFORE DELETE ON agent_clock BEGIN ${abort("there is one clock", "true")} END`,
  ];
}

function mirror(): string[] {
  const put = `INSERT INTO agent_object (kind, namespace, name, declared, managed, value)
    VALUES (NEW.kind, NEW.namespace, NEW.name, 1, NEW.managed, NEW.value)
    ON CONFLICT (kind, namespace, name) DO UPDATE SET declared = 1, managed = excluded.managed, value = excluded.value;`;
  const on = (event: string, body: string) =>
    `CREATE TRIGGER agent_declaration_mirror_${event.toLowerCase()} AFTER ${event} ON agent_declaration BEGIN ${body} END`;
  const gone = `DELETE FROM agent_object WHERE ${same("OLD")}`;
  return [on("INSERT", put), on("UPDATE", `${gone} AND (${moved}); ${put}`), on("DELETE", `${gone};`)];
}

function objects(): string[] {
  const mirrored = `SELECT 1 FROM agent_declaration WHERE ${same("NEW")} AND value = NEW.value AND managed = NEW.managed`;
  const elsewhere = abort(
    "what is declared is changed in agent_declaration",
    `NEW.declared AND NOT EXISTS (${mirrored})`,
  );
  return [
    `CREATE TRIGGER agent_object_mirror_insert BEFORE INSERT ON agent_object BEGIN ${elsewhere} END`,
    `CREATE TRIGGER agent_object_mirror_update BEFORE UPDATE OF declared, managed, value ON agent_object BEGIN ${elsewhere}
      ${abort("what is declared is changed in agent_declaration", "OLD.declared AND NOT NEW.declared")} END`,
    `CREATE TRIGGER agent_object_mirror_delete BEFORE DELETE ON agent_object WHEN OLD.declared BEGIN
      ${abort("what is declared is deleted in agent_declaration", `EXISTS (SELECT 1 FROM agent_declaration WHERE ${same("OLD")})`)} END`,
    `CREATE TRIGGER agent_object_key BEFORE UPDATE OF ${key.join(", ")} ON agent_object WHEN ${moved} BEGIN
      ${abort("an object keeps its kind, namespace and name", "true")} END`,
    `CREATE TRIGGER agent_object_version BEFORE UPDATE OF version ON agent_object WHEN NEW.version <> OLD.version AND NEW.version <> ${version} BEGIN
      ${abort("the database itself gives versions", "true")} END`,
    `CREATE TRIGGER agent_object_added AFTER INSERT ON agent_object BEGIN ${next}
      UPDATE agent_object SET version = ${version} WHERE ${same("NEW")};
      ${parts("ADDED", "NEW")} NULL, NULL FROM agent_clock; END`,
    `CREATE TRIGGER agent_object_modified AFTER UPDATE OF ${content.join(", ")} ON agent_object
      WHEN NEW.version = OLD.version AND (${content.map((column) => `NEW.${column} <> OLD.${column}`).join(" OR ")}) BEGIN ${next}
      UPDATE agent_object SET version = ${version}, generation = NEW.generation + ${otherSpec} WHERE ${same("NEW")};
      ${parts("MODIFIED", "NEW", `NEW.generation + ${otherSpec}`)} nullif(OLD.value, NEW.value), nullif(OLD.status, NEW.status) FROM agent_clock; END`,
    `CREATE TRIGGER agent_object_deleted AFTER DELETE ON agent_object BEGIN ${next}
      ${parts("DELETED", "OLD")} NULL, NULL FROM agent_clock; END`,
  ];
}

/** Events come with versions that the clock was put forward for; one without, written by hand, gets its own here. */
function events(now: string): string[] {
  const one = "WHERE namespace = NEW.namespace AND attempt = NEW.attempt AND seq = NEW.seq";
  return [
    `CREATE TRIGGER agent_event_version BEFORE INSERT ON agent_event WHEN NEW.version <> 0 BEGIN
      ${abort("the database itself gives versions", `NEW.version > ${version}`)} END`,
    `CREATE TRIGGER agent_event_added AFTER INSERT ON agent_event WHEN NEW.version = 0 BEGIN ${next}
      UPDATE agent_event SET version = ${version} ${one};
      ${change} SELECT version, 'EVENTS', 'AgentToolEvent', NEW.namespace, NEW.attempt, 0, '{"first":' || NEW.seq || ',"last":' || NEW.seq || '}', '{}',
        '', 1, ${now}, NULL, NULL FROM agent_clock; END`,
    `CREATE TRIGGER agent_event_no_replace BEFORE INSERT ON agent_event BEGIN
      ${abort("events are append only", `EXISTS (SELECT 1 FROM agent_event ${one})`)} END`,
    `CREATE TRIGGER agent_event_no_update BEFORE UPDATE ON agent_event WHEN OLD.version <> 0 BEGIN ${abort("events are append only", "true")} END`,
  ];
}
