import { alwaysFire } from "./always-fire.ts";
import type { DatabaseKind } from "./create-tables.ts";

/**
 * The statements that make `agent_written`: what of the forge a run has written (`url:…`, `commit:…`, `object:…`, `account:…`, `key:…`), so
 * that an event which comes of it is known whatever its payload says. The rows of a run go with it.
 */
export function createAgentWritten(kind: DatabaseKind): string[] {
  const text = kind === "sqlite" ? "TEXT" : 'TEXT COLLATE "C"';
  const now =
    kind === "sqlite"
      ? "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
      : `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return [
    `CREATE TABLE agent_written (namespace ${text} NOT NULL, thing ${text} NOT NULL CHECK (length(thing) BETWEEN 1 AND 2100),
      run ${text} NOT NULL CHECK (length(run) BETWEEN 1 AND 253), created ${text} NOT NULL DEFAULT ${now},
      PRIMARY KEY (namespace, thing, run)${kind === "sqlite" ? ") STRICT, WITHOUT ROWID" : ")"}`,
    "CREATE INDEX agent_written_newest ON agent_written (namespace, thing, created)",
    "CREATE INDEX agent_written_run ON agent_written (namespace, run)",
    ...(kind === "sqlite" ? [sqliteEnd] : [...postgresEnd, ...alwaysFire()]),
  ];
}

const gone = `DELETE FROM agent_written WHERE namespace = OLD.namespace AND run = OLD.name`;
const sqliteEnd = `CREATE TRIGGER agent_written_end AFTER DELETE ON agent_object WHEN OLD.kind = 'AgentDispatchRun' BEGIN ${gone}; END`;
const postgresEnd = [
  `CREATE FUNCTION agent_written_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${gone}; RETURN NULL; END $$`,
  `CREATE TRIGGER agent_written_end AFTER DELETE ON agent_object FOR EACH ROW WHEN (OLD.kind = 'AgentDispatchRun') EXECUTE FUNCTION agent_written_end()`,
];
