import { throughIndexes } from "./queue-postgres.ts";
import { type NamingRows, servers } from "./queue-sqlite.ts";
import { createStatementTrigger } from "./triggers-postgres.ts";

/** The rows of `row_secret` for the rows of a relation. */
function namedBy(rows: string, secrets: string): string {
  // Through the strings of the parsed value, since JSON can write any character as an escape.
  return `INSERT INTO ${secrets} (secret, scope, scope_ref, key)
    SELECT DISTINCT named[1], m.scope, m.scope_ref, m.key
    FROM ${rows} m, jsonb_path_query(m.value::jsonb, 'strict $.** ? (@.type() == "string")') string,
      regexp_matches(string #>> '{}', '\\$\\{SECRET:([A-Za-z_][A-Za-z0-9_]{0,127})\\}', 'g') named
    WHERE position('{SECRET:' IN m.value) > 0 OR position('\\u' IN m.value) > 0`;
}

/** The rows of one side of an update that are not on the other. */
const only = (side: string, other: string) =>
  `(SELECT scope, scope_ref, key, value FROM ${side} EXCEPT SELECT scope, scope_ref, key, value FROM ${other})`;

/** The statements that make and fill the table that says which row names which secret, and keep it whoever writes a row. */
export function createPostgresRowSecrets({ table, secrets }: NamingRows = servers): string[] {
  const forget = (rows: string) =>
    `DELETE FROM ${secrets} r USING ${rows} gone WHERE r.scope = gone.scope AND r.scope_ref = gone.scope_ref AND r.key = gone.key;`;
  const text = `TEXT COLLATE "C" NOT NULL`;
  const [inserted, updated, deleted] = (["INSERT", "UPDATE", "DELETE"] as const).map((event) => {
    const work = {
      INSERT: `${namedBy("after", secrets)};`,
      UPDATE: `${forget(only("before", "after"))} ${namedBy(only("after", "before"), secrets)};`,
      DELETE: forget("before"),
    }[event];
    const body = `IF EXISTS (SELECT 1 FROM ${event === "DELETE" ? "before" : "after"}) THEN ${work} END IF;`;
    const name = `${table}_secrets_${event.toLowerCase()}`;
    return createStatementTrigger({ table, event, body }, name, throughIndexes);
  }) as [string[], string[], string[]];
  return [
    `CREATE TABLE ${secrets} (secret ${text}, scope ${text}, scope_ref ${text}, key ${text}, PRIMARY KEY (secret, scope, scope_ref, key))`,
    `CREATE INDEX ${secrets}_row ON ${secrets} (scope, scope_ref, key)`,
    namedBy(table, secrets),
    ...inserted,
    ...updated,
    ...deleted,
    `CREATE FUNCTION ${secrets}_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM ${secrets}; RETURN NULL; END $$`,
    `CREATE TRIGGER ${table}_secrets_truncated AFTER TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${secrets}_truncated()`,
  ];
}
