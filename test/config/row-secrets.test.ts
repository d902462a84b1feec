import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { migrations } from "../../src/config/schema/migrations.ts";
import { describeOnBoth, openFleet, type TestDatabases } from "./databases.ts";

const server = (secret: string) => `'{"type":"stdio","command":"x","env":{"A":"${secret}"}}'`;
const linesOf = (output: string) => output.split("\n").filter((line) => line !== "");

/** A database of the version before the secrets of rows were kept. */
async function ofVersionTwo(databases: TestDatabases): Promise<string> {
  const location = await databases.create();
  if (databases.kind === "sqlite") mkdirSync(dirname(location), { recursive: true });
  const schema = migrations.slice(0, 2).flatMap((migration) => migration.statements(databases.kind));
  await databases.foreign(
    location,
    `CREATE TABLE identikit_schema (version INTEGER NOT NULL); ${schema.map((statement) => `${statement};\n`).join("")}`,
  );
  return location;
}

describeOnBoth("the secrets that a row names", (databases) => {
  async function fleet() {
    const { database, location } = await openFleet(databases);
    const write = (statements: string) => databases.foreign(location, statements);
    const named = async () =>
      linesOf(
        await write(
          "SELECT secret || ' ' || scope || ' ' || scope_ref || '/' || key FROM row_secret ORDER BY secret, scope, scope_ref, key;",
        ),
      );
    return { database, write, named };
  }

  test("are kept as its value is written, however it writes them", async () => {
    const { database, write, named } = await fleet();
    await using _ = database;
    await write(
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES
        ('global', '', 'a', ${server("${SECRET:ONE} and ${SECRET:TWO}, ${SECRET:ONE}")}),
        ('instance', 'ada', 'b', ${server("\\u0024{SECRET:\\u0054HREE}")}),
        ('instance', 'ada', 'c', '{"type":"http","url":"https://x/\${SECRET:FOUR}","headers":{"\${SECRET:KEY}":"\${SECRET:}"}}'),
        ('type', 'engineer', 'd', ${server("SECRET:FIVE} $\\u007bSECRET:SIX")});`,
    );
    expect(await named()).toEqual([
      "FOUR instance ada/c",
      "ONE global /a",
      "THREE instance ada/b",
      "TWO global /a",
    ]);
  });

  test("follow the row when it is changed, renamed, switched off or deleted", async () => {
    const { database, write, named } = await fleet();
    await using _ = database;
    await write(
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'a', ${server("${SECRET:ONE}")}), ('instance', 'bob', 'a', ${server("${SECRET:ONE}")})`,
    );
    await write(`UPDATE mcp_server SET value = ${server("${SECRET:TWO}")} WHERE scope_ref = 'ada'`);
    expect(await named()).toEqual(["ONE instance bob/a", "TWO instance ada/a"]);
    await write("UPDATE mcp_server SET scope_ref = 'cyn', key = 'b' WHERE scope_ref = 'ada'");
    expect(await named()).toEqual(["ONE instance bob/a", "TWO instance cyn/b"]);
    await write(
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('instance', 'bob', 'a', ${server("${SECRET:THREE}")})
        ON CONFLICT (scope, scope_ref, key) DO UPDATE SET value = excluded.value`,
    );
    expect(await named()).toEqual(["THREE instance bob/a", "TWO instance cyn/b"]);
    await write("UPDATE mcp_server SET enabled = false, value = 'null' WHERE scope_ref = 'bob'");
    expect(await named()).toEqual(["TWO instance cyn/b"]);
    await write("BEGIN; DELETE FROM mcp_server; ROLLBACK;");
    expect(await named()).toEqual(["TWO instance cyn/b"]);
    await write(databases.kind === "postgres" ? "TRUNCATE mcp_server" : "DELETE FROM mcp_server");
    expect(await named()).toEqual([]);
  });

  test("follow a row that SQLite replaces without a word", async ({ skip }) => {
    skip(databases.kind === "postgres", "PostgreSQL has no INSERT OR REPLACE");
    const { database, write, named } = await fleet();
    await using _ = database;
    const put = (secret: string) =>
      write(
        `INSERT OR REPLACE INTO mcp_server (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'a', ${server(secret)})`,
      );
    await put("${SECRET:ONE}");
    await put("${SECRET:TWO}");
    expect(await named()).toEqual(["TWO instance ada/a"]);
  });

  test("make due, when the secret changes, the agents that resolve to the row and no others", async () => {
    const { database, write } = await fleet();
    await using _ = database;
    const queued = async () =>
      linesOf(await write("SELECT agent FROM render_queue ORDER BY agent; DELETE FROM render_queue;"));
    const set = (version: number) =>
      write(
        `INSERT INTO secret (name, version, key_id, nonce, ciphertext, tag)
          VALUES ('ONE', '${version}.${"a".repeat(16)}', 'k', '${String(version).padStart(16, "n")}', 'AA==', '${"t".repeat(22)}==')
          ON CONFLICT (name) DO UPDATE SET version = excluded.version, nonce = excluded.nonce`,
      );
    const put = (scope: string, ref: string, secret: string) =>
      write(
        `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('${scope}', '${ref}', 's', ${server(secret)})`,
      );
    await put("builtin", "", "${SECRET:ONE}");
    await queued();
    await set(1);
    expect(await queued()).toEqual(["ada", "bob", "cyn", "dee"]);
    await put("builtin", "engineer", "${SECRET:TWO}");
    await queued();
    await set(2);
    expect(await queued()).toEqual(["cyn", "dee"]);
    await put("global", "", "${SECRET:ONE}");
    await put("type", "reviewer", "${SECRET:TWO}");
    await put("instance", "dee", "${SECRET:ONE}");
    await queued();
    await set(3);
    expect(await queued()).toEqual(["ada", "bob", "dee"]);
    await write("UPDATE mcp_server SET enabled = false, value = 'null' WHERE scope = 'instance'");
    await queued();
    await write("DELETE FROM secret");
    expect(await queued()).toEqual(["ada", "bob"]);
  });

  test("are found in the rows that were there before they were kept, which stay as they are", async () => {
    const location = await ofVersionTwo(databases);
    const write = (statements: string) => databases.foreign(location, statements);
    await write(
      `INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'r'); INSERT INTO agent (name, type) VALUES ('ada', 'engineer');
       INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES
        ('global', '', 'a', ${server("${SECRET:ONE}")}), ('instance', 'ada', 'b', ${server("\\u0024{SECRET:TWO}")}),
        ('global', '', 'c', ${server("none")}), ('global', '', 'd', '{ "type" : "stdio", "command":"c", "x":[1,{"y":"\${SECRET:ONE}"}] }');`,
    );
    const rows = "SELECT scope || scope_ref || key || value FROM mcp_server ORDER BY key;";
    const before = await write(rows);
    await write(
      (migrations[2]?.statements(databases.kind) ?? []).map((statement) => `${statement};\n`).join(""),
    );
    const named = "SELECT secret || ' ' || key FROM row_secret ORDER BY secret, key;";
    expect(linesOf(await write(named))).toEqual(["ONE a", "ONE d", "TWO b"]);
    expect(await write(rows)).toBe(before);
  });

  test("are kept only of rows that keep the rules: those that break them are named before anything changes", async () => {
    const location = await ofVersionTwo(databases);
    const write = (statements: string) => databases.foreign(location, statements);
    await write(
      `INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'r');
       INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'good', '[1.5,"a"]'), ('engineer', 'huge', '1e999999'), ('engineer', 'rounded', '0.12345678901234567890'),
         ('engineer', 'nul', '"\\u0000"'), ('engineer', 'half', '"\\ud800"'), ('engineer', 'twice', '{"a":1,"a":2}'), ('engineer', 'deep', '${"[".repeat(900)}${"]".repeat(900)}');
       INSERT INTO secret (name, version, key_id, nonce, ciphertext, tag) VALUES ('not a name', '1', 'k', '${"n".repeat(16)}', 'AA==', '${"t".repeat(24)}');`,
    );
    const broken = await Promise.all(
      (migrations[2]?.rules ?? []).map(async (rule) =>
        linesOf(await write(`${rule.query(databases.kind)};`)),
      ),
    );
    expect([...new Set(broken.flat())].sort()).toEqual([
      "agent_type_config engineer/deep",
      "agent_type_config engineer/half",
      "agent_type_config engineer/huge",
      "agent_type_config engineer/nul",
      "agent_type_config engineer/rounded",
      "agent_type_config engineer/twice",
      "secret not a name",
    ]);
  });
});
