import { alwaysFire } from "./always-fire.ts";
import type { DatabaseKind } from "./create-tables.ts";

/**
 * The statements that make `agent_audit`: one chain of lines, each with the hash of the one before, of what runs did and people
 * decided. Lines are added and never changed, whoever writes; they stay when their run goes.
 */
export function createAgentAudit(kind: DatabaseKind): string[] {
  const [text, integer] = kind === "sqlite" ? ["TEXT", "INTEGER"] : [`TEXT COLLATE "C"`, "BIGINT"];
  const columns = ["time", "namespace", "run", "record", "entry", "key_id", "previous", "hash"].map(
    (name) => `${name} ${text} NOT NULL`,
  );
  return [
    `CREATE TABLE agent_audit (number ${integer} PRIMARY KEY CHECK (number > 0), ${columns.join(", ")})${kind === "sqlite" ? " STRICT" : ""}`,
    "CREATE INDEX agent_audit_run ON agent_audit (namespace, run, number)",
    ...(kind === "sqlite" ? sqliteGuards() : [...postgresGuards(), ...alwaysFire()]),
  ];
}

const last = "1 + coalesce((SELECT max(number) FROM agent_audit), 0)";

function sqliteGuards(): string[] {
  return [
    `CREATE TRIGGER agent_audit_next BEFORE INSERT ON agent_audit WHEN NEW.number IS NOT ${last}
      BEGIN SELECT RAISE(ABORT, 'the line is not the next of the audit'); END`,
    ...["UPDATE", "DELETE"].map(
      (event) =>
        `CREATE TRIGGER agent_audit_no_${event.toLowerCase()} BEFORE ${event} ON agent_audit BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END`,
    ),
  ];
}

function postgresGuards(): string[] {
  return [
    `CREATE FUNCTION agent_audit_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.number IS DISTINCT FROM ${last} THEN RAISE EXCEPTION 'the line is not the next of the audit'; END IF; RETURN NEW; END $$`,
    "CREATE TRIGGER agent_audit_next BEFORE INSERT ON agent_audit FOR EACH ROW EXECUTE FUNCTION agent_audit_next()",
    "CREATE FUNCTION agent_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is append only'; END $$",
    "CREATE TRIGGER agent_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_audit FOR EACH STATEMENT EXECUTE FUNCTION agent_audit_append_only()",
  ];
}
