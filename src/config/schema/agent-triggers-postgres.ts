import { alwaysFire } from "./always-fire.ts";
import { postgresHistoryOf } from "./history-postgres.ts";
import { declarations } from "./history-tables.ts";
import { tableTriggers } from "./triggers-postgres.ts";
import { createTableGuards } from "./value-guards.ts";

/** The channel on which a server says that objects were changed. */
export const agentChannel = "identikit_agent_change";

const same = (row: string) => `kind = ${row}.kind AND namespace = ${row}.namespace AND name = ${row}.name`;
const columns =
  "version, type, kind, namespace, name, managed, value, status, uid, generation, created, old_value, old_status";
const parts = (row: string) =>
  `${row}.kind, ${row}.namespace, ${row}.name, ${row}.managed, ${row}.value, ${row}.status, ${row}.uid, ${row}.generation, ${row}.created`;
const refuse = (problem: string) =>
  `RAISE EXCEPTION '${problem}' USING ERRCODE = 'integrity_constraint_violation'`;

/** A function for triggers, and a trigger that runs it. @param when what fires it; % stands for the table */
function trigger(name: string, when: string, table: string, body: string): string[] {
  const each = when.includes("FOR EACH") ? "" : " FOR EACH ROW";
  return [
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`,
    `CREATE TRIGGER ${name} ${when.replace("%", table)}${each} EXECUTE FUNCTION ${name}()`,
  ];
}

/**
 * The triggers of PostgreSQL that mirror what is declared, and give every change of an object, whoever makes it, the next version and
 * a place in the log of changes. They do so when the transaction commits, and hold the clock's row from there to its end: so the order
 * of versions is the order of commits, and who has read up to a version misses none before it. `SET CONSTRAINTS ALL IMMEDIATE` as the
 * last statement has the versions given before the commit.
 */
export function postgresAgentTriggers(): string[] {
  return [
    ...createTableGuards("agent_declaration", "postgres"),
    tableTriggers("agent_declaration").lock,
    ...postgresHistoryOf(declarations),
    ...mirror(),
    ...objects(),
    ...events(),
    ...log(),
    ...alwaysFire(),
  ];
}

function mirror(): string[] {
  return [
    ...trigger(
      "agent_declaration_mirror",
      "AFTER INSERT OR UPDATE OR DELETE ON %",
      "agent_declaration",
      `IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.kind, OLD.namespace, OLD.name) <> (NEW.kind, NEW.namespace, NEW.name)) THEN
        DELETE FROM agent_object WHERE ${same("OLD")};
      END IF;
      IF TG_OP <> 'DELETE' THEN
        INSERT INTO agent_object AS o (kind, namespace, name, declared, managed, value)
          VALUES (NEW.kind, NEW.namespace, NEW.name, TRUE, NEW.managed, NEW.value)
          ON CONFLICT (kind, namespace, name) DO UPDATE SET declared = TRUE, managed = excluded.managed, value = excluded.value
          WHERE NOT o.declared OR o.managed <> excluded.managed OR o.value <> excluded.value;
      END IF;
      RETURN NULL;`,
    ),
    ...trigger(
      "agent_declaration_emptied",
      "AFTER TRUNCATE ON % FOR EACH STATEMENT",
      "agent_declaration",
      "DELETE FROM agent_object WHERE declared; RETURN NULL;",
    ),
  ];
}

function objects(): string[] {
  const elsewhere = refuse("what is declared is changed in agent_declaration");
  const content = ["declared", "managed", "value", "status", "uid", "generation", "created"];
  return [
    ...trigger(
      "agent_object_facts",
      "BEFORE INSERT OR UPDATE OF kind, namespace, name, declared, managed, value, status, generation ON %",
      "agent_object",
      `IF TG_OP = 'INSERT' THEN NEW.version := 0;
      ELSE
        IF (OLD.kind, OLD.namespace, OLD.name) <> (NEW.kind, NEW.namespace, NEW.name) THEN ${refuse("an object keeps its kind, namespace and name")}; END IF;
        IF OLD.declared AND NOT NEW.declared THEN ${elsewhere}; END IF;
        IF NEW.generation = OLD.generation AND NEW.value <> OLD.value AND (NEW.value::json -> 'spec')::text <> (OLD.value::json -> 'spec')::text
        THEN NEW.generation := OLD.generation + 1; END IF;
      END IF;
      IF NEW.declared AND (TG_OP = 'INSERT' OR NEW.value <> OLD.value OR NEW.managed <> OLD.managed OR NOT OLD.declared) AND NOT EXISTS (
        SELECT 1 FROM agent_declaration WHERE ${same("NEW")} AND value = NEW.value AND managed = NEW.managed) THEN ${elsewhere}; END IF;
      IF TG_OP = 'INSERT' OR NEW.value <> OLD.value THEN
        NEW.run := ${fact("value", "{spec,run}")};
        NEW.repository := ${fact("value", "{spec,repository}")};
      END IF;
      IF TG_OP = 'INSERT' OR NEW.status <> OLD.status THEN NEW.phase := ${fact("status", "{phase}")}; END IF;
      RETURN NEW;`,
    ),
    ...trigger(
      "agent_object_declared",
      "BEFORE DELETE ON %",
      "agent_object",
      `IF OLD.declared AND EXISTS (SELECT 1 FROM agent_declaration WHERE ${same("OLD")}) THEN ${refuse("what is declared is deleted in agent_declaration")}; END IF;
      RETURN OLD;`,
    ),
    ...trigger(
      "agent_object_version",
      "BEFORE UPDATE OF version, phase, run, repository ON %",
      "agent_object",
      `IF pg_trigger_depth() < 2 THEN ${refuse("the database itself gives versions")}; END IF; RETURN NEW;`,
    ),
    ...trigger(
      "agent_object_kept",
      "BEFORE TRUNCATE ON % FOR EACH STATEMENT",
      "agent_object",
      `${refuse("delete objects, so that those who watch are told")};`,
    ),
    `CREATE FUNCTION agent_object_changed() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE next bigint; BEGIN
      UPDATE agent_clock SET version = version + 1 RETURNING version INTO next;
      IF TG_OP = 'DELETE' THEN
        INSERT INTO agent_change (${columns}) VALUES (next, 'DELETED', ${parts("OLD")}, NULL, NULL);
      ELSE
        UPDATE agent_object SET version = next WHERE ${same("NEW")} AND uid = NEW.uid;
        INSERT INTO agent_change (${columns}) VALUES (next, CASE TG_OP WHEN 'INSERT' THEN 'ADDED' ELSE 'MODIFIED' END, ${parts("NEW")},
          CASE WHEN TG_OP = 'UPDATE' THEN nullif(OLD.value, NEW.value) END, CASE WHEN TG_OP = 'UPDATE' THEN nullif(OLD.status, NEW.status) END);
      END IF;
      RETURN NULL; END $$`,
    ...["INSERT", "DELETE"].map(
      (event) => `CREATE CONSTRAINT TRIGGER agent_object_${event.toLowerCase()} AFTER ${event} ON agent_object
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agent_object_changed()`,
    ),
    `CREATE CONSTRAINT TRIGGER agent_object_update AFTER UPDATE OF ${content.join(", ")} ON agent_object DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (${content.map((column) => `NEW.${column} <> OLD.${column}`).join(" OR ")}) EXECUTE FUNCTION agent_object_changed()`,
  ];
}

/** A text of a JSON column; empty where it is no text. */
function fact(column: string, path: string): string {
  return `CASE json_typeof(NEW.${column}::json #> '${path}') WHEN 'string' THEN left(NEW.${column}::json #>> '${path}', 300) ELSE '' END`;
}

/** Events come with versions that the clock was put forward for; one without, written by hand, gets its own here. */
function events(): string[] {
  return [
    ...trigger(
      "agent_event_version",
      "BEFORE INSERT ON %",
      "agent_event",
      `IF NEW.version = 0 THEN
        UPDATE agent_clock SET version = version + 1 RETURNING version INTO NEW.version;
        INSERT INTO agent_change (${columns}) VALUES (NEW.version, 'EVENTS', 'AgentToolEvent', NEW.namespace, NEW.attempt, FALSE,
          json_build_object('first', NEW.seq, 'last', NEW.seq)::text, '{}', '', 1, NEW.created, NULL, NULL);
      ELSIF NEW.version > (SELECT version FROM agent_clock) THEN ${refuse("the database itself gives versions")};
      END IF;
      RETURN NEW;`,
    ),
    ...trigger(
      "agent_event_no_update",
      "BEFORE UPDATE OR TRUNCATE ON % FOR EACH STATEMENT",
      "agent_event",
      `${refuse("events are append only")};`,
    ),
  ];
}

function log(): string[] {
  return [
    ...trigger(
      "agent_change_told",
      "AFTER INSERT ON % FOR EACH STATEMENT",
      "agent_change",
      `PERFORM pg_notify('${agentChannel}', ''); RETURN NULL;`,
    ),
    ...trigger(
      "agent_change_no_update",
      "BEFORE UPDATE OR TRUNCATE ON % FOR EACH STATEMENT",
      "agent_change",
      `${refuse("the log of changes is append only")};`,
    ),
    ...trigger(
      "agent_change_pruned",
      "AFTER DELETE ON % REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
      "agent_change",
      `IF (SELECT max(version) FROM gone) > (SELECT min(version) FROM agent_change) THEN ${refuse("only the oldest of the log of changes can be deleted")}; END IF;
      UPDATE agent_clock SET oldest = greatest(oldest, (SELECT max(version) FROM gone)) WHERE EXISTS (SELECT 1 FROM gone);
      RETURN NULL;`,
    ),
    ...trigger(
      "agent_clock_forward",
      "BEFORE UPDATE ON %",
      "agent_clock",
      `IF NEW.version < OLD.version OR NEW.oldest < OLD.oldest THEN ${refuse("the clock of versions only goes forward")}; END IF; RETURN NEW;`,
    ),
    ...trigger(
      "agent_clock_one",
      "BEFORE INSERT OR DELETE OR TRUNCATE ON % FOR EACH STATEMENT",
      "agent_clock",
      `${refuse("there is one clock")};`,
    ),
  ];
}
