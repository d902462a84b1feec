import { type NamingRows, servers } from "./queue-sqlite.ts";

/** The rows of `row_secret` for a row; nothing where no string of it names a secret. */
function namedBy(server: string, from = ""): string {
  // Through the strings of the parsed value, since JSON can write any character as an escape. Each is cut where a placeholder begins.
  const [found, opening] = ["substr(s.value, 1, instr(s.value, '}') - 1)", "${SECRET:"];
  return `SELECT DISTINCT ${found}, ${server}.scope, ${server}.scope_ref, ${server}.key
    FROM ${from}json_tree(${server}.value) t, json_each('[' || replace(json_quote(t.atom), '${opening}', '","') || ']') s
    WHERE t.type = 'text' AND instr(t.atom, '${opening}') > 0 AND s.key > 0
      AND ${found} GLOB '[A-Za-z_]*' AND ${found} NOT GLOB '*[^A-Za-z0-9_]*' AND length(${found}) <= 128`;
}

const mayName = (row: string) => `(instr(${row}.value, '{SECRET:') > 0 OR instr(${row}.value, '\\u') > 0)`;

/** The statements that make and fill the table that says which row names which secret, and keep it whoever writes a row. */
export function createSqliteRowSecrets({ table, secrets }: NamingRows = servers): string[] {
  const forget = (row: "NEW" | "OLD") =>
    `DELETE FROM ${secrets} WHERE scope = ${row}.scope AND scope_ref = ${row}.scope_ref AND key = ${row}.key;`;
  const note = `INSERT INTO ${secrets} ${namedBy("NEW")} AND ${mayName("NEW")};`;
  return [
    `CREATE TABLE ${secrets} (secret TEXT NOT NULL, scope TEXT NOT NULL, scope_ref TEXT NOT NULL, key TEXT NOT NULL,
      PRIMARY KEY (secret, scope, scope_ref, key)) STRICT, WITHOUT ROWID`,
    `CREATE INDEX ${secrets}_row ON ${secrets} (scope, scope_ref, key)`,
    `INSERT INTO ${secrets} ${namedBy("m", `${table} m, `)} AND ${mayName("m")}`,
    // The row that this one took the place of went without a trigger, where it was written with OR REPLACE.
    `CREATE TRIGGER ${table}_secrets_insert AFTER INSERT ON ${table} BEGIN ${forget("NEW")} ${note} END`,
    `CREATE TRIGGER ${table}_secrets_update AFTER UPDATE OF scope, scope_ref, key, value ON ${table}
      WHEN OLD.value <> NEW.value OR OLD.scope <> NEW.scope OR OLD.scope_ref <> NEW.scope_ref OR OLD.key <> NEW.key
      BEGIN ${forget("OLD")} ${forget("NEW")} ${note} END`,
    `CREATE TRIGGER ${table}_secrets_delete AFTER DELETE ON ${table} BEGIN ${forget("OLD")} END`,
  ];
}
