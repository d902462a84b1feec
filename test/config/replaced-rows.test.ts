import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { finishClaims, takeDue } from "../../src/config/queue/queue.ts";

const directory = mkdtempSync(join(tmpdir(), "identikit-replace-"));
afterAll(() => rmSync(directory, { recursive: true }));
let made = 0;

const setUp = `
  INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'r'), ('reviewer', 'r');
  INSERT INTO agent (name, type) VALUES ('ada', 'engineer'), ('bob', 'engineer');
  INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'a', '1'), ('engineer', 'b', '2');
  INSERT INTO plugin_binding (scope, scope_ref, key) VALUES ('instance', 'ada', 'p@m'), ('instance', 'bob', 'p@m');
  INSERT INTO secret (name, version, key_id, nonce, ciphertext, tag) VALUES
    ('A', '1.aaaaaaaaaaaaaaaa', 'k', 'AAAAAAAAAAAAAAAA', 'x', 'AAAAAAAAAAAAAAAAAAAAAA=='), ('B', '1.aaaaaaaaaaaaaaaa', 'k', 'BBBBBBBBBBBBBBBB', 'x', 'AAAAAAAAAAAAAAAAAAAAAA==');
  INSERT INTO secret_access_session (number, session, key_id, started, noted, previous, hash) VALUES (1, 's', '', 't', '{}', '', 'h');
  INSERT INTO secret_access_log (secret, accessor, reason, agent, time, session, seq, previous, hash) VALUES
    ('A', 'a', 'r', 'ada', 't', 's', 1, 'h', 'h1'), ('B', 'a', 'r', 'ada', 't', 's', 2, 'h1', 'h2');`;

/** A database and a foreign connection to it; nothing is due. */
async function opened(): Promise<{ database: ConfigDatabase; foreign: DatabaseSync; file: string }> {
  const file = join(directory, `${made++}.db`);
  const database = await openDatabase(file);
  const foreign = new DatabaseSync(file);
  foreign.exec(setUp);
  const claims = await takeDue(database, { worker: "w", limit: 99, leaseMs: 60_000 });
  await finishClaims(database, claims);
  return { database, foreign, file };
}

const tables = [
  "agent_type",
  "agent",
  "agent_type_config",
  "plugin_binding",
  "secret",
  "secret_access_session",
  "secret_access_log",
];
const everything = (foreign: DatabaseSync) =>
  tables.map((table) => foreign.prepare(`SELECT * FROM ${table}`).all());

const pragmas = [
  "PRAGMA recursive_triggers = OFF",
  "PRAGMA recursive_triggers = ON",
  "PRAGMA ignore_check_constraints = ON",
  "PRAGMA foreign_keys = ON",
  "PRAGMA writable_schema = ON",
  "CREATE TEMP TRIGGER mine BEFORE INSERT ON secret_access_log BEGIN SELECT 1; END",
];
const line = "secret_access_log (id, secret, accessor, reason, agent, time)";
const chained = "secret_access_log (secret, accessor, reason, agent, time, session, seq, previous, hash)";
const refused: readonly (readonly [string, string])[] = [
  ["a line over another", `INSERT OR REPLACE INTO ${line} VALUES (1, 'Z', 'z', 'z', 'z', 'z')`],
  ["a line over another, short", `REPLACE INTO ${line} VALUES (1, 'Z', 'z', 'z', 'z', 'z')`],
  ["a line that yields", `INSERT OR IGNORE INTO ${line} VALUES (1, 'Z', 'z', 'z', 'z', 'z')`],
  [
    "a line that updates",
    `INSERT INTO ${line} VALUES (1, 'Z', 'z', 'z', 'z', 'z') ON CONFLICT DO UPDATE SET secret = 'Z'`,
  ],
  [
    "a line over the rest of a chain",
    `INSERT OR REPLACE INTO ${chained} VALUES ('Z', 'z', 'z', 'z', 'z', 's', 1, 'h', 'x')`,
  ],
  [
    "a line that updates one of a chain",
    `INSERT INTO ${chained} VALUES ('Z', 'z', 'z', 'z', 'z', 's', 1, 'h', 'x') ON CONFLICT (session, seq) DO UPDATE SET hash = 'x'`,
  ],
  ["a line with a chosen place", `INSERT INTO ${line} VALUES (9223372036854775807, 'Z', 'z', 'z', 'z', 'z')`],
  ["a line with a negative place", `INSERT INTO ${line} VALUES (-1, 'Z', 'z', 'z', 'z', 'z')`],
  ["an update of a line", "UPDATE OR REPLACE secret_access_log SET id = 1 WHERE id = 2"],
  ["an update that yields", "UPDATE OR IGNORE secret_access_log SET secret = 'Z'"],
  [
    "a record over another",
    "INSERT OR REPLACE INTO secret_access_session VALUES (1, 't', '', 't', '{}', '', 'x')",
  ],
  [
    "a session over another",
    "INSERT OR REPLACE INTO secret_access_session VALUES (2, 's', '', 't', '{}', '', 'x')",
  ],
  ["an agent of another letter case", "INSERT OR REPLACE INTO agent (name, type) VALUES ('ADA', 'engineer')"],
  [
    "an agent of another letter case that yields",
    "INSERT OR IGNORE INTO agent (name, type) VALUES ('ADA', 'engineer')",
  ],
  ["an agent renamed onto another", "UPDATE OR REPLACE agent SET name = 'Bob' WHERE name = 'ada'"],
  [
    "an agent of a type that there is not",
    "INSERT OR IGNORE INTO agent (name, type) VALUES ('eve', 'nobody')",
  ],
  [
    "a type renamed onto another",
    "UPDATE OR REPLACE agent_type SET name = 'engineer' WHERE name = 'reviewer'",
  ],
  ["a setting moved onto another", "UPDATE OR REPLACE agent_type_config SET key = 'a' WHERE key = 'b'"],
  [
    "a row moved onto another",
    "UPDATE OR REPLACE plugin_binding SET scope_ref = 'ada' WHERE scope_ref = 'bob'",
  ],
  [
    "a row of an agent that there is not",
    "INSERT OR IGNORE INTO plugin_binding (scope, scope_ref, key) VALUES ('instance', 'eve', 'p@m')",
  ],
  [
    "a secret whose nonce another one has",
    "INSERT OR REPLACE INTO secret VALUES ('C', '1.aaaaaaaaaaaaaaaa', 'k', 'AAAAAAAAAAAAAAAA', 'x', 'AAAAAAAAAAAAAAAAAAAAAA==')",
  ],
  [
    "a secret that takes another one's nonce",
    "UPDATE OR REPLACE secret SET nonce = 'BBBBBBBBBBBBBBBB' WHERE name = 'A'",
  ],
  ["a secret renamed onto another", "UPDATE OR REPLACE secret SET name = 'B' WHERE name = 'A'"],
];

test.each(pragmas)("no conflict clause of SQLite passes by a guard, after %s", async (pragma) => {
  const { database, foreign } = await opened();
  await using _ = database;
  using own = foreign;
  const before = everything(own);
  own.exec(pragma);
  for (const [what, statement] of refused) {
    expect(() => own.exec(statement), what).toThrow();
    expect(everything(own), what).toEqual(before);
  }
});

test.each([
  ["INSERT OR REPLACE INTO agent (name, type) VALUES ('ada', 'reviewer')", ["ada"]],
  ["INSERT OR REPLACE INTO agent_type (name, runtime) VALUES ('engineer', 'other')", ["ada", "bob"]],
  [
    "INSERT OR REPLACE INTO agent_type_config (type, key, value) VALUES ('engineer', 'a', '9')",
    ["ada", "bob"],
  ],
  [
    "INSERT OR REPLACE INTO plugin_binding (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'p@m', 'false')",
    ["ada"],
  ],
  [
    "INSERT INTO agent (name, type) VALUES ('ada', 'reviewer') ON CONFLICT (name) DO UPDATE SET type = excluded.type",
    ["ada"],
  ],
  [
    "INSERT INTO agent (name, type) VALUES ('ada', 'engineer') ON CONFLICT (name) DO UPDATE SET type = excluded.type",
    [],
  ],
])("a row that takes the place of its own self is an update: %s", async (statement, due) => {
  const { database, foreign } = await opened();
  await using own = database;
  using writer = foreign;
  writer.exec(statement);
  const claims = await takeDue(own, { worker: "w", limit: 99, leaseMs: 60_000 });
  expect(claims.map(({ agent }) => agent).sort()).toEqual(due);
});

test("an agent that is replaced by itself, switched off, is no longer due", async () => {
  const { database, foreign } = await opened();
  await using own = database;
  using writer = foreign;
  writer.exec("UPDATE plugin_binding SET value = 'false' WHERE scope_ref = 'ada'");
  writer.exec("INSERT OR REPLACE INTO agent (name, type, enabled) VALUES ('ada', 'engineer', 0)");
  expect(await takeDue(own, { worker: "w", limit: 99, leaseMs: 60_000 })).toEqual([]);
});

test("what a foreign writer leaves behind can be exported and imported", async () => {
  const { database, foreign } = await opened();
  await using own = database;
  using writer = foreign;
  for (const [, statement] of refused) {
    try {
      writer.exec(statement);
    } catch {
      // As it should be.
    }
  }
  const bundle = join(directory, "left.bundle");
  const { digest } = await exportBundle({ database: own, file: bundle });
  await using other = await openDatabase(join(directory, "left.db"));
  await importBundle({ database: other, file: bundle });
  expect((await exportBundle({ database: other, file: bundle })).digest).toBe(digest);
});
