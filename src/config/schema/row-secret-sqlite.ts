/** The rows of `row_secret` for the servers of a relation; nothing where no string of a server names a secret. */
function namedBy(server: string, from = ""): string {
  // Through the strings of the parsed value, since JSON can write any character as an escape. Each is cut where a placeholder begins.
  const [found, opening] = ["substr(s.value, 1, instr(s.value, '}') - 1)", "${SECRET:"];
  return `SELECT DISTINCT ${found}, ${server}.scope, ${server}.scope_ref, ${server}.key
    FROM ${from}json_tree(${server}.value) t, json_each('[' || replace(json_quote(t.atom), '${opening}', '","') || ']') s
    WHERE t.type = 'text' AND instr(t.atom, '${opening}') > 0 AND s.key > 0
      AND ${found} GLOB '[A-Za-z_]*' AND ${found} NOT GLOB '*[^A-Za-z0-9_]*' AND length(${found}) <= 128`;
}

const mayName = (row: string) => `(instr(${row}.value, '{SECRET:') > 0 OR instr(${row}.value, '\\u') > 0)`;
const forget = (row: "NEW" | "OLD") =>
  `DELETE FROM row_secret WHERE scope = ${row}.scope AND scope_ref = ${row}.scope_ref AND key = ${row}.key;`;

/** The statements that make and fill `row_secret`, and keep it whoever writes a server's row. */
export function createSqliteRowSecrets(): string[] {
  const note = `INSERT INTO row_secret ${namedBy("NEW")} AND ${mayName("NEW")};`;
  return [
    `CREATE TABLE row_secret (secret TEXT NOT NULL, scope TEXT NOT NULL, scope_ref TEXT NOT NULL, key TEXT NOT NULL,
      PRIMARY KEY (secret, scope, scope_ref, key)) STRICT, WITHOUT ROWID`,
    "CREATE INDEX row_secret_row ON row_secret (scope, scope_ref, key)",
    `INSERT INTO row_secret ${namedBy("m", "mcp_server m, ")} AND ${mayName("m")}`,
    // The row that this one took the place of went without a trigger, where it was written with OR REPLACE.
    `CREATE TRIGGER mcp_server_secrets_insert AFTER INSERT ON mcp_server BEGIN ${forget("NEW")} ${note} END`,
    `CREATE TRIGGER mcp_server_secrets_update AFTER UPDATE OF scope, scope_ref, key, value ON mcp_server
      WHEN OLD.value <> NEW.value OR OLD.scope <> NEW.scope OR OLD.scope_ref <> NEW.scope_ref OR OLD.key <> NEW.key
      BEGIN ${forget("OLD")} ${forget("NEW")} ${note} END`,
    `CREATE TRIGGER mcp_server_secrets_delete AFTER DELETE ON mcp_server BEGIN ${forget("OLD")} END`,
  ];
}
