import { afterAll, expect, test } from "vitest";
import { describeOnBoth, openFleet } from "./databases.ts";

describeOnBoth("the render queue, fed by the database", (databases) => {
  let unchanged: ReturnType<typeof fleet> | undefined;
  const theOne = () => {
    unchanged ??= fleet();
    return unchanged;
  };
  afterAll(async () => (await unchanged)?.database[Symbol.asyncDispose]());

  async function fleet() {
    const { database, location } = await openFleet(databases);
    const write = (statements: string) => databases.foreign(location, statements);
    const queued = async () => {
      const rows = await write("SELECT agent FROM render_queue ORDER BY agent; DELETE FROM render_queue;");
      return rows.split("\n").filter((line) => line !== "");
    };
    return { database, write, queued };
  }
  const server = `'{"type":"stdio","command":"x"}'`;

  test("holds exactly the agents that a row of each scope reaches", async () => {
    const { write, queued, database } = await fleet();
    await using _ = database;
    const insert = (scope: string, ref: string, key = "s") =>
      write(
        `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('${scope}', '${ref}', '${key}', ${server})`,
      );
    await insert("instance", "ada");
    expect(await queued()).toEqual(["ada"]);
    await insert("type", "reviewer");
    expect(await queued()).toEqual(["cyn", "dee"]);
    // Ada, Cyn and Dee have a narrower row of that key.
    await insert("global", "");
    expect(await queued()).toEqual(["bob"]);
    await insert("builtin", "");
    expect(await queued()).toEqual([]);
    await insert("builtin", "engineer", "t");
    expect(await queued()).toEqual(["ada", "bob"]);
    await insert("builtin", "", "u");
    expect(await queued()).toEqual(["ada", "bob", "cyn", "dee"]);
    await write("UPDATE mcp_server SET enabled = enabled");
    expect(await queued()).toEqual([]);
    await write("UPDATE mcp_server SET enabled = false WHERE scope = 'instance'");
    expect(await queued()).toEqual(["ada"]);
    await write("UPDATE mcp_server SET scope_ref = 'bob' WHERE scope = 'instance'");
    expect(await queued()).toEqual(["ada", "bob"]);
    await write("DELETE FROM mcp_server WHERE scope = 'type'");
    expect(await queued()).toEqual(["cyn", "dee"]);
  });

  test.each([
    ["plugin_binding", "p@m", "true"],
    ["plugin_marketplace", "m", '{"source":{"source":"github","repo":"a/b"}}'],
    ["mcp_server", "s", '{"type":"http","url":"https://x.example"}'],
    ["skill", "k", '[{"path":"SKILL.md","text":"x"}]'],
    ["system_prompt", "system", '"You are."'],
  ])("counts every write to %s", async (table, key, value) => {
    const { write, queued, database } = await fleet();
    await using _ = database;
    await write(
      `INSERT INTO ${table} (scope, scope_ref, key, value) VALUES ('type', 'engineer', '${key}', '${value}')`,
    );
    expect(await queued()).toEqual(["ada", "bob"]);
    await write(`UPDATE ${table} SET enabled = false, value = 'null' WHERE '${table}' <> 'plugin_binding'`);
    expect(await queued()).toEqual(table === "plugin_binding" ? [] : ["ada", "bob"]);
    await write(`DELETE FROM ${table}`);
    expect(await queued()).toEqual(["ada", "bob"]);
  });

  test("follows agents, types and their settings", async () => {
    const { write, queued, database } = await fleet();
    await using _ = database;
    await write("INSERT INTO agent (name, type) VALUES ('eve', 'reviewer')");
    expect(await queued()).toEqual(["eve"]);
    await write("UPDATE agent SET type = 'engineer' WHERE name = 'eve'");
    expect(await queued()).toEqual(["eve"]);
    await write("UPDATE agent SET type = type");
    expect(await queued()).toEqual([]);
    await write("INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'k', '1')");
    expect(await queued()).toEqual(["ada", "bob", "eve"]);
    await write("UPDATE agent_type SET runtime = 'other' WHERE name = 'reviewer'");
    expect(await queued()).toEqual(["cyn", "dee"]);
    await write(
      "UPDATE agent_type_config SET value = '2'; UPDATE agent SET enabled = false WHERE name = 'eve'",
    );
    expect(await queued()).toEqual(["ada", "bob"]);
    await write("UPDATE agent_type_config SET value = '3'; DELETE FROM agent WHERE name = 'bob'");
    expect(await queued()).toEqual(["ada"]);
  });

  test("takes a new value of a secret to the agents whose resolved configuration names it", async () => {
    const { write, queued, database } = await fleet();
    await using _ = database;
    const naming = `'{"type":"stdio","command":"x","env":{"A":"\\u0024{SECRET:TOKEN}"}}'`;
    await write(
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('global', '', 's', ${naming}), ('instance', 'ada', 's', ${server}),
        ('type', 'reviewer', 't', '{"type":"stdio","command":"\${SECRET:TOKENS}"}');
       INSERT INTO mcp_server (scope, scope_ref, key, enabled) VALUES ('instance', 'dee', 's', false);`,
    );
    await queued();
    await write(
      `INSERT INTO secret (name, version, key_id, nonce, ciphertext, tag)
        VALUES ('TOKEN', '1.${"a".repeat(16)}', 'k', '${"n".repeat(16)}', 'AA==', '${"t".repeat(22)}==')`,
    );
    expect(await queued()).toEqual(["bob", "cyn"]);
    await write("UPDATE secret SET key_id = 'other'");
    expect(await queued()).toEqual([]);
    await write("UPDATE secret SET version = '2.bbbbbbbbbbbbbbbb'");
    expect(await queued()).toEqual(["bob", "cyn"]);
  });

  test("is not fed by a write that is rolled back, and holds an agent once however much was written", async () => {
    const { write, queued, database } = await fleet();
    await using _ = database;
    const insert = (key: string) =>
      `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('instance', 'ada', '${key}', ${server});`;
    await write(`BEGIN; ${insert("a")} ROLLBACK;`);
    expect(await queued()).toEqual([]);
    await write(insert("b") + insert("c") + insert("d"));
    expect(await queued()).toEqual(["ada"]);
  });

  test.each([
    ["a scope that there is not", "('team', 'x', 's', '{\"type\":\"stdio\",\"command\":\"x\"}')"],
    ["an agent that there is not", "('instance', 'nobody', 's', '{\"type\":\"stdio\",\"command\":\"x\"}')"],
    ["a type that there is not", "('type', 'nobody', 's', '{\"type\":\"stdio\",\"command\":\"x\"}')"],
    [
      "a builtin row of a type that there is not",
      "('builtin', 'nobody', 's', '{\"type\":\"stdio\",\"command\":\"x\"}')",
    ],
    ["a global row that names something", "('global', 'ada', 's', '{\"type\":\"stdio\",\"command\":\"x\"}')"],
    ["an instance row that names nothing", "('instance', '', 's', '{\"type\":\"stdio\",\"command\":\"x\"}')"],
    ["a key with a line end", "('global', '', 's\n', '{\"type\":\"stdio\",\"command\":\"x\"}')"],
    ["malformed JSON", "('global', '', 's', '{')"],
    ["JSON on two lines", "('global', '', 's', '{\"type\":\"stdio\",\"command\":\n\"x\"}')"],
    ["a url without a type", "('global', '', 's', '{\"url\":\"https://x\"}')"],
    ["a server without a type", "('global', '', 's', '{\"command\":\"x\"}')"],
    ["a transport that there is not", "('global', '', 's', '{\"type\":\"ftp\",\"url\":\"https://x\"}')"],
    ["a server that is no object", "('global', '', 's', '[]')"],
    ["a removal that is enabled", "('global', '', 's', 'null')"],
  ])("refuses %s from any writer", async (_, row) => {
    const { write } = await theOne();
    await expect(
      write(`INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ${row}`),
    ).rejects.toThrow();
  });

  test("keeps what rows still refer to, and every line of the access log", async () => {
    const { write, database } = await fleet();
    await using _ = database;
    await write(`INSERT INTO skill (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'k', '[]');
      INSERT INTO secret_access_log (secret, accessor, reason, agent, time) VALUES ('A', 'a', 'r', 'ada', 't')`);
    await expect(write("DELETE FROM agent WHERE name = 'ada'")).rejects.toThrow();
    await expect(write("UPDATE agent SET name = 'eve' WHERE name = 'ada'")).rejects.toThrow();
    await expect(write("DELETE FROM agent_type WHERE name = 'reviewer'")).rejects.toThrow();
    await expect(write("INSERT INTO agent (name, type) VALUES ('eve', 'nobody')")).rejects.toThrow();
    await expect(write("INSERT INTO agent (name, type) VALUES ('ADA', 'engineer')")).rejects.toThrow();
    await expect(write("INSERT INTO agent (name, type) VALUES ('../x', 'engineer')")).rejects.toThrow();
    await expect(write("DELETE FROM secret_access_log")).rejects.toThrow();
    await expect(write("UPDATE secret_access_log SET agent = 'bob'")).rejects.toThrow();
  });
});
