import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../../src/config/database.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import type { RowLimits } from "../../src/config/rows/row-limits.ts";
import { type SyncResult, syncBuiltin } from "../../src/config/sync/sync.ts";
import { describeOnBoth, type TestDatabases } from "./databases.ts";

const fleet = join(import.meta.dirname, "../../examples/fleet");
const templates: Readonly<Record<string, string>> = {
  "platform-agent": "platform-agent",
  "claude-code": "claude-code-default",
  codex: "reviewer",
};

describeOnBoth("config sync", (databases: TestDatabases) => {
  const roots: string[] = [];
  afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true });
  });

  function repository(files: Record<string, unknown>): string {
    const root = mkdtempSync(join(tmpdir(), "identikit-sync-"));
    roots.push(root);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
    }
    return root;
  }

  async function place() {
    const location = await databases.create();
    const database = await openDatabase(location);
    const sync = (root: string, templatesDir?: string, limits?: RowLimits): Promise<SyncResult> =>
      syncBuiltin({
        ...(limits === undefined ? {} : { limits }),
        database,
        files: {
          agents: { path: join(root, "agents.json"), name: "agents.json" },
          mcpServers: { path: join(root, "config/mcp-builtin.json"), name: "config/mcp-builtin.json" },
          marketplaces: {
            path: join(root, "config/marketplaces-builtin.json"),
            name: "config/marketplaces-builtin.json",
          },
        },
        ...(templatesDir === undefined ? {} : { templatesDir }),
        templateOf: (runtime) => templates[runtime],
      });
    return { database, sync, foreign: (statements: string) => databases.foreign(location, statements) };
  }

  let shared: ReturnType<typeof place> | undefined;
  const untouched = () => {
    shared ??= place();
    return shared;
  };
  afterAll(async () => (await shared)?.database[Symbol.asyncDispose]());

  test("brings the example fleet in, and the second time changes nothing", async () => {
    const { database, sync } = await place();
    await using _ = database;
    const first = await sync(fleet, join(fleet, "templates"));
    expect(first.agents).toHaveLength(6);
    expect(await sync(fleet, join(fleet, "templates"))).toEqual({
      changes: [],
      agents: [],
      retired: [],
      failed: [],
      findings: [],
    });
    const agent = resolveAgent(await loadRows(database), "engineer-berths");
    expect(agent).toMatchObject({ type: "engineer", runtime: "claude-code" });
    expect(agent.plugins.map(({ key, value, scope }) => [key, value, scope])).toEqual([
      ["gopls-lsp@claude-plugins-official", true, "builtin"],
      ["guardrails@tidewater", true, "builtin"],
      ["release-notes@tidewater", true, "builtin"],
    ]);
    expect(agent.mcpServers.map(({ key }) => key)).toEqual(["forge", "git", "runbooks"]);
    expect(agent.skills.map(({ key }) => key)).toEqual([
      "change-a-service",
      "hunt-flaky-test",
      "write-migration",
    ]);
    expect(agent.skills[1]?.value.get("scripts/rate.sh")?.mode).toBe(0o755);
    expect(agent.systemPrompt?.value).toMatch(/\n\n[\s\S]+\n$/);
    expect(
      await loadRows(database, ["engineer-berths"]).then((rows) => resolveAgent(rows, "engineer-berths")),
    ).toEqual(agent);
  });

  test("keeps back the types of a skill or prompt that is too large, and brings in all others", async () => {
    const { database, sync } = await place();
    await using _ = database;
    const agents = {
      types: [
        { name: "big", runtime: "claude-code" },
        { name: "fine", runtime: "codex" },
      ],
      agents: [
        { name: "a", type: "big" },
        { name: "b", type: "fine" },
      ],
    };
    const filesOf = (size: number, fine: string) => ({
      "agents.json": agents,
      "t/claude-code-default/prompts/a.md": "small",
      "t/claude-code-default/agent-skills/fonts/SKILL.md": "---\nname: fonts\n---\n",
      "t/claude-code-default/agent-skills/fonts/a.ttf": "x".repeat(size),
      "t/reviewer/prompts/a.md": fine,
    });
    const [before, after] = [repository(filesOf(10, "one")), repository(filesOf(2000, "two"))];
    const limits = { maxSkillBytes: 1500, maxPromptLength: 100 };
    expect((await sync(before, join(before, "t"), limits)).failed).toEqual([]);
    const { changes, failed } = await sync(after, join(after, "t"), limits);
    expect(changes.map(({ table, key }) => `${table} ${key}`)).toEqual([
      expect.stringContaining("system_prompt"),
    ]);
    expect(failed).toMatchObject([
      { type: "big", fault: { code: "ROW_INVALID", message: expect.stringContaining("skill fonts") } },
    ]);
    const rows = await loadRows(database);
    expect(resolveAgent(rows, "b").systemPrompt?.value).toContain("two");
    expect(resolveAgent(rows, "a").skills.map(({ key }) => key)).toEqual(["fonts"]);
    const long = repository(filesOf(10, "x".repeat(101)));
    expect((await sync(long, join(long, "t"), limits)).failed).toMatchObject([
      { type: "fine", fault: { message: expect.stringContaining("prompt of the template reviewer") } },
    ]);
  });

  test("takes a skill with five and a half megabytes of fonts", async () => {
    const { database, sync } = await place();
    await using _ = database;
    const fonts = Buffer.alloc(5_500_000, Buffer.from([0, 255, 128, 7])).toString("latin1");
    const root = repository({
      "agents.json": { types: [{ name: "t", runtime: "codex" }], agents: [{ name: "a", type: "t" }] },
      "t/reviewer/agent-skills/design/SKILL.md": "---\nname: design\n---\n",
    });
    writeFileSync(join(root, "t/reviewer/agent-skills/design/all.ttf"), fonts, "latin1");
    expect((await sync(root, join(root, "t"))).failed).toEqual([]);
    const [skill] = resolveAgent(await loadRows(database), "a").skills;
    expect(skill?.value.byteLength).toBeGreaterThan(5_500_000);
  });

  test("removes builtin rows that the files no longer have, and leaves every other scope alone", async () => {
    const { database, sync, foreign } = await place();
    await using _ = database;
    const agents = {
      types: [
        { name: "t", runtime: "none", plugins: ["a@claude-plugins-official", "b@claude-plugins-official"] },
      ],
      agents: [
        { name: "one", type: "t" },
        { name: "two", type: "t" },
      ],
    };
    const server = { type: "stdio", command: "x" };
    await sync(
      repository({
        "agents.json": agents,
        "config/mcp-builtin.json": { mcpServers: { s: server }, types: { t: { u: server } } },
      }),
    );
    await foreign(
      `INSERT INTO plugin_binding (scope, scope_ref, key) VALUES ('type', 't', 'a@claude-plugins-official'), ('instance', 'two', 'c@claude-plugins-official');
       INSERT INTO mcp_server (scope, key, value) VALUES ('global', 's', '${JSON.stringify(server)}'); DELETE FROM render_queue;`,
    );
    const plugins = [{ ...agents.types[0], plugins: ["b@claude-plugins-official"] }];
    const later = await sync(repository({ "agents.json": { types: plugins, agents: [agents.agents[0]] } }));
    expect(later.changes.map(({ kind, table, key }) => `${kind} ${table} ${key}`)).toEqual([
      "change agent two",
      "delete mcp_server builtin s",
      "delete mcp_server builtin t/u",
      "delete plugin_binding builtin t/a@claude-plugins-official",
    ]);
    expect(later).toMatchObject({ agents: ["one"], retired: ["agent two"] });
    const left =
      "SELECT count(*) FROM plugin_binding WHERE scope <> 'builtin'; SELECT count(*) FROM mcp_server WHERE scope = 'global'";
    expect((await foreign(left)).trim().split(/\s+/)).toEqual(["2", "1"]);
    expect((await loadRows(database)).agents).toEqual(["one"]);
    const back = await sync(repository({ "agents.json": { types: plugins, agents: agents.agents } }));
    expect(back.agents).toEqual(["two"]);
    expect(resolveAgent(await loadRows(database), "two").plugins.map(({ key }) => key)).toEqual([
      "a@claude-plugins-official",
      "b@claude-plugins-official",
      "c@claude-plugins-official",
    ]);
    await foreign("DELETE FROM plugin_binding WHERE scope <> 'builtin'");
    const empty = await sync(repository({ "agents.json": { types: [], agents: [] } }));
    expect(empty.retired).toEqual([]);
    expect((await foreign("SELECT count(*) FROM agent_type")).trim()).toBe("0");
  });

  test.each([
    ["no agents.json", {}, "SSOT_MISSING", /agents\.json/],
    [
      "an agent of an unknown type",
      { "agents.json": '{"types": [],\n"agents": [{"name": "a", "type": "t"}]}' },
      "AGENT_TYPE_UNKNOWN",
      /agents\.json:2: .*"t"/,
    ],
    [
      "an unknown key",
      { "agents.json": '{"types": [],\n"agent": []}' },
      "DOCUMENT_INVALID",
      /agents\.json:2: .*agent/,
    ],
    [
      "an agent that stands twice but for its case",
      {
        "agents.json":
          '{"types": [{"name":"t","runtime":"r"}],"agents":[{"name":"a","type":"t"},\n{"name":"A","type":"t"}]}',
      },
      "DOCUMENT_INVALID",
      /:2: the agent A stands twice/,
    ],
    [
      "servers of an unknown type",
      { "agents.json": '{"types": [], "agents": []}', "config/mcp-builtin.json": '{"types":\n{"t": {}}}' },
      "AGENT_TYPE_UNKNOWN",
      /mcp-builtin\.json:2/,
    ],
    [
      "a server without a transport",
      {
        "agents.json": '{"types": [], "agents": []}',
        "config/mcp-builtin.json": '{"mcpServers":\n{"s": {"url": "https://x"}}}',
      },
      "ROW_INVALID",
      /mcp-builtin\.json:2: mcpServers\.s/,
    ],
    [
      "a placeholder in a command",
      {
        "agents.json": '{"types": [], "agents": []}',
        "config/mcp-builtin.json": '{"mcpServers": {"s": {"type":"stdio","command":"${SECRET:A}"}}}',
      },
      "ROW_INVALID",
      /mcp_server builtin s: command/,
    ],
    [
      "a type whose template was not fetched",
      { "agents.json": '{"types": [{"name":"t","runtime":"codex"}], "agents": []}', "templates/x": "" },
      "SSOT_MISSING",
      /reviewer was not fetched/,
    ],
  ])("refuses %s and changes nothing", async (_, files, code, message) => {
    const { sync, foreign } = await untouched();
    const root = repository(files);
    const refused = sync(root, "templates/x" in files ? join(root, "templates") : undefined);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect((await foreign("SELECT count(*) FROM agent_type")).trim()).toBe("0");
  });
});
