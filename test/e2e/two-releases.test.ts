import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../src/config/database.ts";
import { migrateDatabase } from "../../src/config/migrate/migrate-database.ts";
import type { Migration } from "../../src/config/schema/migration.ts";
import { migrations, schemaVersion } from "../../src/config/schema/migrations.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { EarlierRelease, keptReleases } from "./earlier-release.ts";
import { copyFleet, type FleetCopy, withoutPlatform } from "./fleet.ts";
import { identikit, identikitJson, type RunOptions } from "./identikit.ts";

/** What the release after this one might add. */
const further = (minWriter: number): Migration => ({
  version: schemaVersion + 1,
  summary: "notes beside agents and lines of the log",
  minReader: schemaVersion,
  minWriter,
  statements: () => [
    "ALTER TABLE agent ADD COLUMN note TEXT",
    "ALTER TABLE mcp_server ADD COLUMN since BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE render_queue ADD COLUMN weight BIGINT NOT NULL DEFAULT 1",
    "ALTER TABLE secret_access_log ADD COLUMN host TEXT",
    "ALTER TABLE secret_access_session ADD COLUMN host TEXT",
    "CREATE TABLE agent_note (agent TEXT PRIMARY KEY, note TEXT NOT NULL)",
  ],
});

requires(
  "initdb",
  "postgres",
  "psql",
)("two releases on one PostgreSQL database", () => {
  let server: PostgresServer;
  let fleet: FleetCopy;
  beforeAll(async () => {
    server = await PostgresServer.start();
    fleet = copyFleet();
    withoutPlatform(fleet);
    await identikit(["fetch"], { cwd: fleet.root });
  });
  afterAll(async () => {
    fleet[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const keys = Keyring.generateEntry("k1");
  const run = (url: string, args: readonly string[], options: RunOptions = {}) =>
    identikit(args, { cwd: fleet.root, env: { DATABASE_URL: url, IDENTIKIT_SECRET_KEYS: keys }, ...options });
  const expectDone = async (url: string, args: readonly string[], options?: RunOptions) => {
    const { code, stdout, stderr } = await run(url, args, options);
    expect(code, `${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
  };
  const ahead = async (minWriter: number) => {
    const url = await server.createDatabase();
    await expectDone(url, ["config", "sync"]);
    const env = { DATABASE_URL: url, IDENTIKIT_SECRET_KEYS: keys };
    await expectDone(url, setToken, { input: "a-token", cwd: fleet.root, env });
    await using database = await openDatabase(url, { schema: "any" });
    const { refused } = await migrateDatabase(database, "apply", [...migrations, further(minWriter)]);
    expect(refused).toEqual([]);
    return url;
  };
  const setToken = ["secret", "set", "FORGE_TOKEN"];
  const reading = [
    ["config", "export", "--to", "x.bundle", "--secrets", "sealed"],
    ["config", "show", "concierge"],
    ["config", "plan", "x.bundle"],
    ["secret", "list"],
    ["secret", "log"],
    ["secret", "log", "--verify"],
  ];

  test("this program works with a schema one step ahead that allows it", async () => {
    const url = await ahead(schemaVersion);
    for (const args of [
      ["config", "sync"],
      ["render", "--queued"],
      ["render"],
      ["reconcile"],
      ...reading,
      ["config", "import", "x.bundle"],
      ["secret", "rotate"],
    ])
      await expectDone(url, args);
    // What handles everything does not pretend to know it all.
    const { stderr } = await run(url, ["backup", "--to", "x.backup"]);
    expect(stderr).toContain("error DATABASE_TOO_NEW:");
  });

  test("this program only reads where a schema one step ahead says so", async () => {
    const url = await ahead(schemaVersion + 1);
    for (const args of reading) await expectDone(url, args);
    for (const args of [
      ["config", "sync"],
      ["render", "--queued"],
      // Which reads secrets, and each read is a line of the log.
      ["render"],
      ["config", "import", "x.bundle"],
    ]) {
      const { code, stderr } = await run(url, args);
      expect(code).toBe(1);
      expect(stderr).toContain("error DATABASE_TOO_NEW:");
    }
  });

  test("this program never migrates by the way, and says which command does", async () => {
    const url = await server.createDatabase();
    {
      await using database = await openDatabase(url, { schema: "any" });
      await migrateDatabase(database, "apply", migrations.slice(0, 2));
    }
    await server.psql(
      new URL(url).pathname.slice(1),
      "DELETE FROM identikit_schema; INSERT INTO identikit_schema (version) VALUES (1)",
    );
    const { code, stderr } = await run(url, ["secret", "list"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/error DATABASE_TOO_OLD: .*identikit config migrate/);
  });

  test("the first release refuses a newer schema, and is migrated away from with one command", async () => {
    using release = new EarlierRelease(keptReleases.firstSchema);
    const url = await server.createDatabase();
    const env = { DATABASE_URL: url, IDENTIKIT_SECRET_KEYS: keys };
    const first = (...args: string[]) => release.run(args, fleet.root, env);
    expect((await first("config", "sync")).code).toBe(0);
    expect((await first("render", "--on-missing-secret", "skip")).code).toBe(0);
    const planned = await identikitJson(["config", "migrate", "--plan"], { cwd: fleet.root, env });
    expect(planned).toMatchObject({ code: 2, json: { from: 1, to: schemaVersion, refused: [] } });
    // A plan is only a plan.
    expect((await first("secret", "list")).code).toBe(0);
    await expectDone(url, ["config", "migrate"]);
    await expectDone(url, ["config", "sync"]);
    await expectDone(url, ["render", "--on-missing-secret", "skip"]);
    // The rule for two releases begins with the second: the first knows its own schema only.
    for (const args of [["secret", "list"], ["config", "show", "concierge"], ["render"]]) {
      const { code, stderr } = await first(...args);
      expect(code).toBe(1);
      expect(stderr).toContain("error DATABASE_TOO_NEW:");
    }
  });
});
