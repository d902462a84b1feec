import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type BundleHeader, formatHeader } from "../../src/config/bundle/bundle-header.ts";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { openDatabase } from "../../src/config/database.ts";
import { migrateDatabase } from "../../src/config/migrate/migrate-database.ts";
import { explainAgent } from "../../src/config/rows/explain.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import { migrations } from "../../src/config/schema/migrations.ts";
import { tableShapes } from "../../src/config/schema/tables.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const tables = [
  ["client_setting", "model", '"opus"'],
  ["client_file", "agents/reviewer.md", '"Review."'],
] as const;

describeOnBoth("rows of the agent client", (databases) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-client-rows-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  async function fleet() {
    const { database, location } = await openFleet(databases);
    const write = (statements: string) => databases.foreign(location, statements);
    const queued = async () => {
      const rows = await write("SELECT agent FROM render_queue ORDER BY agent; DELETE FROM render_queue;");
      return rows.split("\n").filter((line) => line !== "");
    };
    await queued();
    return { database, write, queued, location };
  }

  test.each(tables)("of %s queue exactly the agents that they reach", async (table, key, value) => {
    const { database, write, queued } = await fleet();
    await using _ = database;
    const insert = (scope: string, ref: string) =>
      write(
        `INSERT INTO ${table} (scope, scope_ref, key, value) VALUES ('${scope}', '${ref}', '${key}', '${value}')`,
      );
    await insert("instance", "ada");
    expect(await queued()).toEqual(["ada"]);
    await insert("type", "reviewer");
    expect(await queued()).toEqual(["cyn", "dee"]);
    await insert("global", "");
    expect(await queued()).toEqual(["bob"]);
    await insert("builtin", "engineer");
    expect(await queued()).toEqual([]);
    await write(`UPDATE ${table} SET enabled = false, value = 'null' WHERE scope = 'type'`);
    expect(await queued()).toEqual(["cyn", "dee"]);
    await write(`BEGIN; DELETE FROM ${table}; ROLLBACK;`);
    expect(await queued()).toEqual([]);
    await write(databases.kind === "postgres" ? `TRUNCATE ${table}` : `DELETE FROM ${table}`);
    expect(await queued()).toEqual(["ada", "bob", "cyn", "dee"]);
  });

  test.each(tables)(
    "of %s refer to agents and types that are there, and keep them",
    async (table, key, value) => {
      const { database, write } = await fleet();
      await using _ = database;
      const row = (scope: string, ref: string) =>
        `INSERT INTO ${table} (scope, scope_ref, key, value) VALUES ('${scope}', '${ref}', '${key}', '${value}')`;
      await expect(write(row("instance", "nobody"))).rejects.toThrow();
      await expect(write(row("type", "nothing"))).rejects.toThrow();
      await write(`${row("instance", "ada")}; ${row("type", "reviewer")}`);
      await expect(write("DELETE FROM agent WHERE name = 'ada'")).rejects.toThrow();
      await expect(write("UPDATE agent_type SET name = 'x' WHERE name = 'reviewer'")).rejects.toThrow();
      await write(`DELETE FROM ${table}; DELETE FROM agent WHERE name = 'ada'`);
    },
  );

  test.each([
    ["client_setting", "model", "1"],
    ["client_setting", "env.A", "[]"],
    ["client_setting", "hooks.Stop", '"x"'],
    ["client_setting", "env.A", '"\\ud800"'],
    ["client_setting", "permissions.allow", '{"a":1,"a":2}'],
    ["client_file", "agents/x", '"text"'],
    ["client_file", "agents/x.md", "[]"],
  ])("of %s with %s %s are refused whoever writes them", async (table, key, value) => {
    const { database, write } = await fleet();
    await using _ = database;
    const insert = `INSERT INTO ${table} (scope, key, value) VALUES ('global', '${key}', '${value}')`;
    await expect(write(insert)).rejects.toThrow();
  });

  test("take a new value of a secret to the agents whose settings name it", async () => {
    const { database, write, queued } = await fleet();
    await using _ = database;
    await write(
      `INSERT INTO client_setting (scope, scope_ref, key, value) VALUES ('global', '', 'env.A', '"\\u0024{SECRET:TOKEN}"'),
        ('instance', 'ada', 'env.A', '"plain"'), ('type', 'reviewer', 'env.B', '"\${SECRET:TOKENS}"');
       INSERT INTO client_setting (scope, scope_ref, key, enabled) VALUES ('instance', 'dee', 'env.A', false);`,
    );
    await queued();
    await write(
      `INSERT INTO secret (name, version, key_id, nonce, ciphertext, tag)
        VALUES ('TOKEN', '1.${"a".repeat(16)}', 'k', '${"n".repeat(16)}', 'AA==', '${"t".repeat(22)}==')`,
    );
    expect(await queued()).toEqual(["bob", "cyn"]);
    await write("UPDATE secret SET key_id = 'other'");
    expect(await queued()).toEqual([]);
    await write("DELETE FROM client_setting WHERE scope = 'global'");
    await queued();
    await write("UPDATE secret SET version = '2.bbbbbbbbbbbbbbbb'");
    expect(await queued()).toEqual([]);
  });

  test("resolve entry by entry, and config show says where each comes from", async () => {
    const { database, write } = await fleet();
    await using _ = database;
    await write(
      `INSERT INTO client_setting (scope, scope_ref, key, value) VALUES ('global', '', 'permissions.deny', '["WebSearch"]'),
        ('type', 'engineer', 'permissions.deny', '["Bash"]'), ('global', '', 'env.A', '"1"');
       INSERT INTO client_setting (scope, scope_ref, key, enabled) VALUES ('instance', 'ada', 'env.A', false);
       INSERT INTO client_file (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'commands/a/b.md', '"Go."');`,
    );
    const rows = await loadRows(database, ["ada"]);
    expect(resolveAgent(rows, "ada")).toMatchObject({
      settings: [{ key: "permissions.deny", value: ["Bash"], scope: "type", overrides: ["global"] }],
      files: [{ key: "commands/a/b.md", value: "Go.", scope: "instance" }],
    });
    expect(explainAgent(rows, "ada").settings.map(({ key, enabled }) => [key, enabled])).toEqual([
      ["env.A", false],
      ["permissions.deny", true],
    ]);
  });

  test("go through a bundle to the byte, and a bundle from before them leaves them alone, also with prune", async () => {
    const { database, write } = await fleet();
    await using _ = database;
    await write(
      `INSERT INTO client_setting (scope, key, value) VALUES ('global', 'hooks.Stop', '[{"hooks":[{"type":"command","command":"x"}]}]');
       INSERT INTO client_file (scope, key, value) VALUES ('global', 'output-styles/t.md', '"Brief."');`,
    );
    const [file, again, old] = ["a", "b", "c"].map((name) =>
      join(directory, `${databases.kind}-${name}`),
    ) as [string, string, string];
    await exportBundle({ database, file });
    await using other = await openDatabase(await databases.createCurrent());
    await importBundle({ database: other, file });
    await exportBundle({ database: other, file: again });
    expect(readFileSync(again)).toEqual(readFileSync(file));

    const [first, ...lines] = readFileSync(file, "utf8").split("\n") as [string, ...string[]];
    const header = JSON.parse(first);
    const early = tableShapes.filter(({ since }) => since <= 3).map(({ name }): string => name);
    const known = Object.entries(header.tables).filter(([name]) => early.includes(name));
    const before = { ...header, schema: 3, tables: new Map(known) } as BundleHeader;
    const rows = lines.filter((line) => !line.includes("client_setting") && !line.includes("client_file"));
    writeFileSync(old, [formatHeader(before), ...rows].join("\n"));
    await importBundle({ database: other, file: old, prune: "missing" });
    await exportBundle({ database: other, file: again });
    expect(readFileSync(again)).toEqual(readFileSync(file));
  });

  test.each([
    ["client_setting", "permissions.alow", "[]", /did you mean \\?"permissions\.allow/],
    ["client_setting", "permissions.allow", '{"a":1}', /expected array/],
    ["client_setting", "model", '"${SECRET:A}"', /no secret is filled in there/],
    ["client_setting", "hooks.Nothing", "[]", /no setting is called/],
    ["client_file", "agents/../x.md", '"x"', /the key/],
    ["client_file", "output-styles/a/b.md", '"x"', /output-styles\/NAME\.md/],
    ["mcp_server", "workspace", '{"type":"stdio","command":"x"}', /reserved/],
    ["mcp_server", "Claude in Chrome", '{"type":"stdio","command":"x"}', /reserved/],
    ["plugin_marketplace", "inline", '{"source":{"source":"github","repo":"a/b"}}', /reserved/],
    [
      "plugin_marketplace",
      "claude-plugins-official",
      '{"source":{"source":"github","repo":"a/b"}}',
      /anthropics/,
    ],
    ["plugin_marketplace", "m", '{"source":{"source":"github","repo":"a"}}', /owner\/repository/],
    ["plugin_marketplace", "m", '{"source":{"source":"npm","package":"../x"}}', /npm package/],
  ])(
    "or of others that the client would not take are refused by an import: %s %s %s",
    async (table, key, value, message) => {
      const { database, write } = await fleet();
      await using _ = database;
      await write(`INSERT INTO ${table} (scope, key, value) VALUES ('global', '${key}', '${value}')`);
      const file = join(directory, `${databases.kind}-refused`);
      await exportBundle({ database, file });
      await using other = await openDatabase(await databases.createCurrent());
      await expect(importBundle({ database: other, file })).rejects.toMatchObject({
        code: "ROW_INVALID",
        message: expect.stringMatching(message),
      });
    },
  );

  test("come with a migration that keeps marketplaces, takes a new kind of source, and makes nobody due", async () => {
    const location = await databases.create();
    await using old = await openDatabase(location, { schema: "any" });
    await migrateDatabase(old, "apply", migrations.slice(0, 3));
    const npm = `INSERT INTO plugin_marketplace (scope, key, value) VALUES ('global', 'n', '{"source":{"source":"npm","package":"@a/b"}}')`;
    await databases.foreign(
      location,
      `INSERT INTO agent_type (name, runtime) VALUES ('t', 'r'); INSERT INTO agent (name, type) VALUES ('ada', 't');
       INSERT INTO plugin_marketplace (scope, scope_ref, key, value) VALUES ('type', 't', 'm', '{"source":{"source":"github","repo":"a/b"}}');
       INSERT INTO plugin_marketplace (scope, scope_ref, key, enabled) VALUES ('instance', 'ada', 'm', false);
       DELETE FROM render_queue;`,
    );
    await expect(databases.foreign(location, npm)).rejects.toThrow();
    const content = "SELECT scope, scope_ref, key, value FROM plugin_marketplace ORDER BY scope;";
    const before = await databases.foreign(location, content);
    await migrateDatabase(old, "apply");
    expect(await databases.foreign(location, content)).toBe(before);
    expect(await databases.foreign(location, "SELECT agent FROM render_queue;")).toBe("");
    // Its triggers and guards are there again.
    await databases.foreign(location, npm);
    expect((await databases.foreign(location, "SELECT agent FROM render_queue;")).trim()).toBe("ada");
    await expect(
      databases.foreign(
        location,
        `INSERT INTO plugin_marketplace (scope, scope_ref, key, value) VALUES ('instance', 'eve', 'n', '{"source":{"source":"npm","package":"b"}}')`,
      ),
    ).rejects.toThrow();
    await expect(databases.foreign(location, "DELETE FROM agent WHERE name = 'ada'")).rejects.toThrow();
  });
});
