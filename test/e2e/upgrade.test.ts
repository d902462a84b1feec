import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaVersion } from "../../src/config/schema/migrations.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { describeOnBoth } from "../config/databases.ts";
import { EarlierRelease, keptReleases } from "./earlier-release.ts";
import { copyFleet, type FleetCopy, withoutPlatform } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const keys = Keyring.generateEntry("k1");

/** What an operator had set beside what the repository says. */
const byHand = `
  INSERT INTO mcp_server (scope, scope_ref, key, enabled, value) VALUES
    ('type', 'engineer', 'notes', true, '{"type":"http","url":"https://notes.example/mcp"}'),
    ('instance', 'concierge', 'desk', true, '{"type":"http","url":"https://desk.example/mcp","headers":{"Authorization":"Bearer \${SECRET:FORGE_TOKEN}"}}'),
    ('instance', 'reviewer-infra', 'runbooks', false, 'null');
  INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'model', '"opus"');`;

const scoped = ["plugin_binding", "plugin_marketplace", "mcp_server", "skill", "system_prompt"];
const rows = [
  "SELECT name, runtime, enabled FROM agent_type ORDER BY 1;",
  "SELECT name, type, enabled FROM agent ORDER BY 1;",
  "SELECT type, key, value FROM agent_type_config ORDER BY 1, 2;",
  "SELECT name, version, key_id, nonce, ciphertext, tag FROM secret ORDER BY 1;",
  ...scoped.map((table) => `SELECT scope, scope_ref, key, enabled, value FROM ${table} ORDER BY 1, 2, 3;`),
].join("\n");

describeOnBoth("a config database of schema version 3, with rows", (databases) => {
  let release: EarlierRelease;
  let fleet: FleetCopy;
  beforeAll(() => {
    release = new EarlierRelease(keptReleases.thirdSchema);
    fleet = copyFleet();
    // That release knows less of a lock.
    rmSync(fleet.path("identikit.lock"));
    withoutPlatform(fleet);
  });
  afterAll(() => {
    release[Symbol.dispose]();
    fleet[Symbol.dispose]();
  });

  test("keeps every row, gets the rules of the newer ones, and lets the earlier release read and not write", async () => {
    const location = await databases.create();
    const env = { DATABASE_URL: location, IDENTIKIT_SECRET_KEYS: keys };
    const at = { cwd: fleet.root, env };
    const before = (...args: string[]) => release.run(args, fleet.root, env, "a-token");
    const query = async (statements: string) => (await databases.foreign(location, statements)).trim();
    for (const args of [
      ["config", "sync"],
      ["secret", "set", "FORGE_TOKEN"],
    ])
      expect(await before(...args), args.join(" ")).toMatchObject({ code: 0 });
    await databases.foreign(location, byHand);
    expect(await before("render")).toMatchObject({ code: 0 });
    const had = await query(rows);
    const log = await query("SELECT count(*) FROM secret_access_log;");

    const plan = await identikitJson(["config", "migrate", "--plan"], at);
    expect(plan).toMatchObject({ code: 2, json: { from: 3, to: schemaVersion, refused: [] } });
    expect(await identikit(["config", "migrate"], at)).toMatchObject({ code: 0 });
    expect(await query(rows)).toBe(had);
    expect(await query("SELECT count(*) FROM secret_access_log;")).toBe(log);
    // What was there before is nobody's change.
    expect(await query("SELECT count(*) FROM config_change;")).toBe("0");

    const server = (scope: string, of: string) =>
      `INSERT INTO mcp_server (scope, scope_ref, key, enabled, value) VALUES ('${scope}', '${of}', 'late', true, '{"type":"http","url":"https://late.example/mcp"}');`;
    for (const [scope, of] of [
      ["instance", "nobody"],
      ["type", "nothing"],
      ["builtin", "nothing"],
      ["builtin", "agent:nobody"],
      ["builtin", "neither:of-both"],
    ] as const)
      await expect(databases.foreign(location, server(scope, of)), `${scope} ${of}`).rejects.toThrow();
    await expect(
      databases.foreign(location, "DELETE FROM agent WHERE name = 'reviewer-infra';"),
    ).rejects.toThrow();
    const due = "SELECT agent FROM render_queue ORDER BY 1;";
    await query("DELETE FROM render_queue;");
    await query(server("builtin", "withheld:reviewer:mcp"));
    expect(await query(due)).toBe("");
    await query(server("builtin", "agent:concierge"));
    expect(await query(due)).toBe("concierge");
    await query(
      "UPDATE mcp_server SET enabled = false, value = 'null' WHERE key = 'notes' AND scope = 'type';",
    );
    expect(await query(due)).toContain("engineer-tariffs");
    const kept = "SELECT DISTINCT key3 FROM config_change WHERE config_table = 'mcp_server' ORDER BY 1;";
    expect(await query(kept)).toBe("late\nnotes");

    const now = await query(rows);
    for (const args of [
      ["secret", "list"],
      ["secret", "log"],
      ["config", "show", "concierge"],
    ]) {
      const { code, stdout, stderr } = await before(...args);
      expect(code, `${args.join(" ")}\n${stderr}`).toBe(0);
      if (args[0] === "config") expect(stdout).toContain("desk");
    }
    for (const args of [
      ["config", "sync"],
      ["secret", "set", "FORGE_TOKEN"],
    ]) {
      const { code, stderr } = await before(...args);
      expect(code, args.join(" ")).toBe(1);
      expect(stderr).toMatch(/error DATABASE_TOO_NEW: .*may read it but not write/);
    }
    // A read of a secret is a line of the log, which that release reports as the failure.
    const rendered = await before("render");
    expect(rendered.code).toBe(1);
    expect(rendered.stderr).toContain("error ACCESS_LOG_FAILED: the read of FORGE_TOKEN");
    expect(await query(rows)).toBe(now);

    for (const args of [["config", "sync"], ["render"], ["secret", "log", "--verify"]])
      expect(await identikit(args, at), args.join(" ")).toMatchObject({ code: 0 });
    expect((await identikit(["config", "show", "concierge"], at)).stdout).toContain("desk");
  });
});
