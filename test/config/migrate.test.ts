import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { openDatabase } from "../../src/config/database.ts";
import { migrateDatabase } from "../../src/config/migrate/migrate-database.ts";
import { listQueue } from "../../src/config/queue/queue-list.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import type { Migration } from "../../src/config/schema/migration.ts";
import { migrations, schemaVersion } from "../../src/config/schema/migrations.ts";
import { keepBeside } from "../../src/config/sqlite/sqlite-copy.ts";
import { describeOnBoth, type TestDatabases } from "./databases.ts";

/** A database as the release of a version made it. */
async function madeBy(databases: TestDatabases, version: number): Promise<string> {
  const location = await databases.create();
  await using database = await openDatabase(location, { schema: "any" });
  await database.transaction("write", async ({ query, sql }) => {
    await sql`CREATE TABLE identikit_schema (version INTEGER NOT NULL)`.execute(query);
    for (const migration of migrations.slice(0, version))
      for (const statement of migration.statements(databases.kind)) await sql.raw(statement).execute(query);
    await sql`INSERT INTO identikit_schema (version) VALUES (${version})`.execute(query);
  });
  await databases.foreign(
    location,
    `INSERT INTO agent_type (name, runtime) VALUES ('engineer', 'r');
     INSERT INTO agent (name, type) VALUES ('ada', 'engineer');
     INSERT INTO secret_access_log (secret, accessor, reason, agent, time) VALUES ('A', 'a', 'r', 'ada', 't');`,
  );
  return location;
}

const next: Migration = {
  version: schemaVersion + 1,
  summary: "notes beside agents",
  minReader: schemaVersion,
  minWriter: schemaVersion,
  statements: () => ["ALTER TABLE agent ADD COLUMN note TEXT", "CREATE TABLE further (name TEXT)"],
};
const strict: Migration = {
  ...next,
  rules: [
    {
      problem: "is too short a name",
      remedy: "Rename the agent.",
      query: () => "SELECT 'agent ' || name AS row FROM agent WHERE length(name) < 4 ORDER BY name",
    },
  ],
};

describeOnBoth("a config database of another version", (databases) => {
  const schemaOf = async (location: string) => {
    const catalogue =
      databases.kind === "sqlite"
        ? "SELECT name, sql FROM sqlite_master ORDER BY name;"
        : "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;";
    return databases.foreign(location, `${catalogue} SELECT version FROM identikit_schema;`);
  };

  test("is planned without a change, then migrated, and keeps its rows", async () => {
    const location = await madeBy(databases, 1);
    await using database = await openDatabase(location, { schema: "any" });
    const before = await schemaOf(location);
    const plan = await migrateDatabase(database, "plan");
    expect(plan).toMatchObject({ from: 1, to: schemaVersion, refused: [] });
    expect(plan.steps.map(({ version }) => version)).toEqual(
      migrations.slice(1).map(({ version }) => version),
    );
    expect(await schemaOf(location)).toBe(before);
    expect(await migrateDatabase(database, "apply")).toEqual(plan);
    expect(await migrateDatabase(database, "apply")).toMatchObject({ from: schemaVersion, steps: [] });
    await using migrated = await openDatabase(location);
    expect((await loadRows(migrated)).agents).toEqual(["ada"]);
    const lines = await databases.foreign(
      location,
      "SELECT secret FROM secret_access_log WHERE session IS NULL;",
    );
    expect(lines.trim()).toBe("A");
  });

  test("says of agents that fail since when they do, as far as the version before knew", async () => {
    const location = await madeBy(databases, 6);
    await databases.foreign(
      location,
      `DELETE FROM render_queue;
       INSERT INTO render_queue (agent, seq, epoch, due_at, attempts, failed_at)
       VALUES ('ada', 1, 0, 9000000000000, 2, 1700000000000), ('bob', 1, 0, 1, 0, NULL);`,
    );
    await using database = await openDatabase(location, { schema: "any" });
    await migrateDatabase(database, "apply");
    const since = new Date(1_700_000_000_000);
    expect(await listQueue(database)).toMatchObject([
      { agent: "ada", failure: { attempts: 2, failedAt: since, failingSince: since } },
      { agent: "bob", state: "due" },
    ]);
  });

  test("with rows that a new rule refuses names them, and changes nothing", async () => {
    const location = await madeBy(databases, schemaVersion);
    await databases.foreign(
      location,
      "INSERT INTO agent (name, type) VALUES ('grace', 'engineer'), ('bob', 'engineer');",
    );
    await using database = await openDatabase(location, { schema: "any" });
    const before = await schemaOf(location);
    for (const only of ["plan", "apply"] as const) {
      const { refused } = await migrateDatabase(database, only, [...migrations, strict]);
      const found = { version: strict.version, problem: "is too short a name", remedy: "Rename the agent." };
      expect(refused).toEqual([
        { ...found, row: "agent ada" },
        { ...found, row: "agent bob" },
      ]);
      expect(await schemaOf(location)).toBe(before);
    }
    await databases.foreign(location, "DELETE FROM agent WHERE length(name) < 4;");
    expect((await migrateDatabase(database, "apply", [...migrations, strict])).refused).toEqual([]);
  });

  test("that is one step ahead is read and written, as long as it says so", async () => {
    const location = await madeBy(databases, schemaVersion);
    {
      await using database = await openDatabase(location, { schema: "any" });
      await migrateDatabase(database, "apply", [...migrations, next]);
    }
    await using database = await openDatabase(location);
    const directory = mkdtempSync(join(tmpdir(), "identikit-next-"));
    await exportBundle({ database, file: join(directory, "x") });
    rmSync(directory, { recursive: true });
    const write = () =>
      database.transaction("configure", ({ query }) =>
        query.updateTable("agent").set({ enabled: true }).execute(),
      );
    await write();
    // While this program has it open, it becomes one that it may no longer write, and then one that it cannot read.
    const say = (what: string) => databases.foreign(location, `UPDATE identikit_schema SET ${what};`);
    await say("min_writer = version");
    await expect(write()).rejects.toMatchObject({
      code: "DATABASE_TOO_NEW",
      message: expect.stringContaining("may read it"),
    });
    expect((await loadRows(database)).agents).toEqual(["ada"]);
    await (await openDatabase(location))[Symbol.asyncDispose]();
    await say("min_reader = version");
    await expect(openDatabase(location)).rejects.toMatchObject({ code: "DATABASE_TOO_NEW" });
  });

  test("is initialised or refused as its kind is", async () => {
    const location = await madeBy(databases, 1);
    const opened = openDatabase(location);
    if (databases.kind === "postgres") {
      await expect(opened).rejects.toMatchObject({
        code: "DATABASE_TOO_OLD",
        remedy: expect.stringContaining("identikit config migrate"),
      });
      expect((await databases.foreign(location, "SELECT version FROM identikit_schema;")).trim()).toBe("1");
      return;
    }
    await (await opened)[Symbol.asyncDispose]();
    const copy = `${location}.v1.bak`;
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    using old = new DatabaseSync(copy, { readOnly: true });
    expect(old.prepare("SELECT version FROM identikit_schema").all()).toEqual([{ version: 1 }]);
    expect(old.prepare("SELECT name FROM agent").all()).toEqual([{ name: "ada" }]);
  });
});

test("copies from before a migration stay private, and only the newest few", async () => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-bak-"));
  const file = join(directory, "config.db");
  await (await openDatabase(file))[Symbol.asyncDispose]();
  for (const version of [1, 2, 9, 10, 11]) await keepBeside(file, version);
  const copies = readdirSync(directory).filter((name) => name !== basename(file));
  expect(copies.sort()).toEqual(["config.db.v10.bak", "config.db.v11.bak", "config.db.v9.bak"]);
  rmSync(directory, { recursive: true });
});

test("a process that is killed while it migrates a file leaves the old schema or the new one", async () => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-migrate-"));
  const old = join(directory, "old.db");
  {
    await using database = await openDatabase(old, { schema: "any" });
    await database.transaction("write", async ({ query, sql }) => {
      await sql`CREATE TABLE identikit_schema (version INTEGER NOT NULL)`.execute(query);
      for (const statement of (migrations[0] as Migration).statements("sqlite"))
        await sql.raw(statement).execute(query);
      await sql`INSERT INTO identikit_schema (version) VALUES (1)`.execute(query);
    });
  }
  const states = new Set<number>();
  for (let round = 0; round < 12; round++) {
    const file = join(directory, `${round}`, "config.db");
    await (await import("node:fs/promises")).mkdir(dirname(file));
    copyFileSync(old, file);
    const opening = `import("${join(import.meta.dirname, "../../src/config/database.ts")}").then((m) => { console.log("go"); return m.openDatabase("${file}") })`;
    const child = spawn(process.execPath, ["-e", opening], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = new Promise((resolve) => child.once("exit", resolve));
    await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), exited]);
    await sleep(round * 15);
    child.kill("SIGKILL");
    await exited;
    using look = new DatabaseSync(file);
    const [{ version }] = look.prepare("SELECT version FROM identikit_schema").all() as [{ version: number }];
    states.add(version);
    expect([1, schemaVersion]).toContain(version);
    expect(look.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    if (version > 1) expect(statSync(`${file}.v1.bak`).size).toBeGreaterThan(0);
    await (await openDatabase(file))[Symbol.asyncDispose]();
  }
  rmSync(directory, { recursive: true });
});
