import { alwaysFire } from "./always-fire.ts";
import type { DatabaseKind } from "./create-tables.ts";

/** What a key stands for: a delivery by its ID or its bytes, events that are one, runs that count together. */
export const keyPurposes = ["delivery", "digest", "dedupe", "group"] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/**
 * The statements that make `agent_key`: which object has a key of events and runs. Of every purpose but `group` a key has one holder, so
 * that no two processes take the same one. The keys of a run go with it; those of deliveries stay, or what was deleted could be replayed.
 */
export function createAgentKeys(kind: DatabaseKind): string[] {
  const text = kind === "sqlite" ? "TEXT" : 'TEXT COLLATE "C"';
  const end = kind === "sqlite" ? ") STRICT, WITHOUT ROWID" : ")";
  const purposes = keyPurposes.map((purpose) => `'${purpose}'`).join(", ");
  return [
    `CREATE TABLE agent_key (namespace ${text} NOT NULL, purpose ${text} NOT NULL CHECK (purpose IN (${purposes})),
      value ${text} NOT NULL CHECK (length(value) BETWEEN 1 AND 1000), holder ${text} NOT NULL CHECK (length(holder) BETWEEN 1 AND 253),
      PRIMARY KEY (namespace, purpose, value, holder)${end}`,
    "CREATE UNIQUE INDEX agent_key_one_holder ON agent_key (namespace, purpose, value) WHERE purpose <> 'group'",
    "CREATE INDEX agent_key_holder ON agent_key (namespace, holder)",
    ...(kind === "sqlite" ? [sqliteEnd] : [...postgresEnd, ...alwaysFire()]),
  ];
}

const gone = `DELETE FROM agent_key WHERE namespace = OLD.namespace AND holder = OLD.name AND purpose IN ('dedupe', 'group')`;
const sqliteEnd = `CREATE TRIGGER agent_key_end AFTER DELETE ON agent_object WHEN OLD.kind = 'AgentDispatchRun' BEGIN ${gone}; END`;
const postgresEnd = [
  `CREATE FUNCTION agent_key_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${gone}; RETURN NULL; END $$`,
  `CREATE TRIGGER agent_key_end AFTER DELETE ON agent_object FOR EACH ROW WHEN (OLD.kind = 'AgentDispatchRun') EXECUTE FUNCTION agent_key_end()`,
];
