import { throughIndexes } from "./queue-postgres.ts";
import { createStatementTrigger } from "./triggers-postgres.ts";

/** The rows of `row_secret` for the servers of a relation. */
function namedBy(servers: string): string {
  // Through the strings of the parsed value, since JSON can write any character as an escape.
  return `INSERT INTO row_secret (secret, scope, scope_ref, key)
    SELECT DISTINCT named[1], m.scope, m.scope_ref, m.key
    FROM ${servers} m, jsonb_path_query(m.value::jsonb, 'strict $.** ? (@.type() == "string")') string,
      regexp_matches(string #>> '{}', '\\$\\{SECRET:([A-Za-z_][A-Za-z0-9_]{0,127})\\}', 'g') named
    WHERE position('{SECRET:' IN m.value) > 0 OR position('\\u' IN m.value) > 0`;
}

/** The rows of one side of an update that are not on the other. */
const only = (side: string, other: string) =>
  `(SELECT scope, scope_ref, key, value FROM ${side} EXCEPT SELECT scope, scope_ref, key, value FROM ${other})`;
const forget = (rows: string) =>
  `DELETE FROM row_secret r USING ${rows} gone WHERE r.scope = gone.scope AND r.scope_ref = gone.scope_ref AND r.key = gone.key;`;

/** The statements that make and fill `row_secret`, and keep it whoever writes a server's row. */
export function createPostgresRowSecrets(): string[] {
  const text = `TEXT COLLATE "C" NOT NULL`;
  const [inserted, updated, deleted] = (["INSERT", "UPDATE", "DELETE"] as const).map((event) => {
    const work = {
      INSERT: `${namedBy("after")};`,
      UPDATE: `${forget(only("before", "after"))} ${namedBy(only("after", "before"))};`,
      DELETE: forget("before"),
    }[event];
    const body = `IF EXISTS (SELECT 1 FROM ${event === "DELETE" ? "before" : "after"}) THEN ${work} END IF;`;
    const name = `mcp_server_secrets_${event.toLowerCase()}`;
    return createStatementTrigger({ table: "mcp_server", event, body }, name, throughIndexes);
  }) as [string[], string[], string[]];
  return [
    `CREATE TABLE row_secret (secret ${text}, scope ${text}, scope_ref ${text}, key ${text}, PRIMARY KEY (secret, scope, scope_ref, key))`,
    "CREATE INDEX row_secret_row ON row_secret (scope, scope_ref, key)",
    namedBy("mcp_server"),
    ...inserted,
    ...updated,
    ...deleted,
    "CREATE FUNCTION row_secret_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM row_secret; RETURN NULL; END $$",
    "CREATE TRIGGER mcp_server_secrets_truncated AFTER TRUNCATE ON mcp_server FOR EACH STATEMENT EXECUTE FUNCTION row_secret_truncated()",
  ];
}
