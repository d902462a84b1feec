import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DatabaseAccessLog } from "../../../src/config/access-log/database-access-log.ts";
import { exportLog } from "../../../src/config/access-log/export-log.ts";
import { verifyLog } from "../../../src/config/access-log/verify-log.ts";
import { backupDatabase } from "../../../src/config/backup/backup-database.ts";
import { backupTables, leftOut } from "../../../src/config/backup/backup-tables.ts";
import { restoreBackup } from "../../../src/config/backup/restore-backup.ts";
import { exportBundle } from "../../../src/config/bundle/export-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../../src/config/database.ts";
import { finishClaims, takeDue } from "../../../src/config/queue/queue.ts";
import { loadSecrets, setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import type { SealedSecret } from "../../../src/secret/sealed-secret.ts";
import { describeOnBoth, openFleet } from "../databases.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");
const directory = mkdtempSync(join(tmpdir(), "identikit-backup-"));
afterAll(() => rmSync(directory, { recursive: true }));

const rows = `
  INSERT INTO secret_access_log (secret, accessor, reason, agent, time) VALUES ('OLD', 'a', 'r', 'ada', 't');
  INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'a', '[ 1.5, 9007199254740991]');
  INSERT INTO mcp_server (scope, key, value) VALUES ('global', 'é "s"', '{"type":"stdio","command":"x","env":{"A":"\${SECRET:TOKEN}"}}');
  INSERT INTO skill (scope, scope_ref, key, value) VALUES ('type', 'engineer', 'k', '[{"path":"SKILL.md","text":"# a\\nb"}]');
  INSERT INTO system_prompt (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'system', '"be kind"');
  INSERT INTO plugin_binding (scope, scope_ref, key, enabled, value) VALUES ('instance', 'bob', 'p@m', false, 'null');
  INSERT INTO plugin_marketplace (scope, key, value) VALUES ('global', 'm', '{"source":{"source":"github","repo":"a/b"}}');`;

const accesses = (secret: string) => [
  { secret, agent: "ada", accessor: "test", reason: "boot", time: "2026-01-02T03:04:05.000Z" },
];

/** A database with something in every table. */
async function fill(
  database: ConfigDatabase,
  foreign: (statements: string) => Promise<string>,
): Promise<void> {
  await foreign(rows);
  await setSecret(database, keyring, "TOKEN", "canary-51d0");
  await new DatabaseAccessLog(database, keyring).record(accesses("TOKEN"));
  await new DatabaseAccessLog(database, keyring).record(accesses("TOKEN"));
  await foreign("DELETE FROM render_queue WHERE agent IN ('bob', 'cyn');");
}

interface Kept {
  readonly file: string;
  readonly bundle: string;
  readonly log: string;
}

const byKind = new Map<string, Kept>();

async function logOf(database: ConfigDatabase): Promise<string> {
  let text = "";
  await exportLog(database, async (lines) => {
    text += lines;
  });
  return text;
}

describeOnBoth("a backup", (databases) => {
  let source: { database: ConfigDatabase; location: string };
  const file = join(directory, `${databases.kind}.backup`);
  beforeAll(async () => {
    source = await openFleet(databases);
    await fill(source.database, (statements) => databases.foreign(source.location, statements));
    await backupDatabase(source.database, source.location, file);
    const bundle = join(directory, `${databases.kind}.bundle`);
    await exportBundle({ database: source.database, file: bundle, secrets: "sealed" });
    const text = readFileSync(bundle, "utf8");
    expect(text, "a bundle never carries the access log").not.toContain("access");
    byKind.set(databases.kind, { file, bundle: text, log: await logOf(source.database) });
  });
  afterAll(() => source.database[Symbol.asyncDispose]());

  const empty = async () => {
    const location = await databases.create();
    return { location, database: await openDatabase(location, { schema: "any" }) };
  };
  const again = async (database: ConfigDatabase, location: string) => {
    const copy = join(directory, `${databases.kind}-again.backup`);
    await backupDatabase(database, location, copy);
    return readFileSync(copy, "utf8");
  };

  test("is private, holds no value, leaves nothing beside it, and every table and column of the schema", async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toContain("canary-51d0");
    expect(readdirSync(directory).filter((name) => !/\.(backup|bundle)$/.test(name))).toEqual([]);
    const catalogue =
      databases.kind === "sqlite"
        ? "SELECT m.name || '.' || p.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) p WHERE m.type = 'table' AND p.hidden = 0;"
        : "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';";
    const there = (await databases.foreign(source.location, catalogue)).trim().split("\n");
    const held = backupTables.flatMap(({ name, columns }) =>
      columns.map((column) => `${name}.${column.name}`),
    );
    const unheld = there.filter((column) => !held.includes(column));
    expect(unheld.filter((column) => !leftOut[column] && !leftOut[column.split(".")[0] as string])).toEqual(
      [],
    );
    expect(held.filter((column) => !there.includes(column))).toEqual([]);
  });

  test("restored into an empty database gives the same database, chains and guards included", async () => {
    const { database, location } = await empty();
    await using own = database;
    await restoreBackup({ database: own, file });
    expect(await again(own, location)).toBe(readFileSync(file, "utf8"));
    const verified = await verifyLog(own, keyring);
    expect(verified).toMatchObject({ sessions: 2, lines: 2, unchained: 1 });
    expect(verified.findings.map(({ severity }) => severity)).toEqual(["warning"]);
    const sealed = (await loadSecrets(own, ["TOKEN"])).get("TOKEN") as SealedSecret;
    expect(keyring.open(sealed)).toBe("canary-51d0");
    const due = await databases.foreign(location, "SELECT agent FROM render_queue ORDER BY agent;");
    expect(due.trim().split("\n")).toEqual(["ada", "dee"]);
    await expect(databases.foreign(location, "DELETE FROM secret_access_log;")).rejects.toThrow(
      /append only/,
    );
    // It goes on as the old one would have.
    await new DatabaseAccessLog(own, keyring).record(accesses("NEXT"));
    expect(await verifyLog(own, keyring)).toMatchObject({ sessions: 3, lines: 3 });
    await databases.foreign(location, "INSERT INTO skill (scope, key, value) VALUES ('global', 's', '[]');");
    expect((await databases.foreign(location, "SELECT count(*) FROM render_queue;")).trim()).toBe("4");
  });

  test("frees the agents that a worker had taken, and a worker of before finishes none of them", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await databases.foreign(location, "INSERT INTO agent (name, type) VALUES ('eve', 'engineer');");
    const claims = await takeDue(own, { worker: "w", limit: 9, leaseMs: 1 });
    expect(claims).toHaveLength(1);
    const taken = join(directory, `${databases.kind}-taken.backup`);
    await backupDatabase(own, location, taken);
    await restoreBackup({ database: own, file: taken, replace: true });
    expect(await finishClaims(own, claims)).toEqual([]);
    expect(await takeDue(own, { worker: "x", limit: 9, leaseMs: 1 })).toMatchObject([{ agent: "eve" }]);
  });

  test("refuses to overwrite rows unless it is told to, and then nothing of them stays", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await databases.foreign(location, "INSERT INTO agent (name, type) VALUES ('eve', 'engineer');");
    await new DatabaseAccessLog(own, keyring).record(accesses("GONE"));
    const before = await again(own, location);
    await expect(restoreBackup({ database: own, file })).rejects.toMatchObject({
      code: "DATABASE_NOT_EMPTY",
    });
    expect(await again(own, location)).toBe(before);
    await restoreBackup({ database: own, file, replace: true });
    expect(await again(own, location)).toBe(readFileSync(file, "utf8"));
  });

  test("whose access log is all that a database holds is not overwritten either", async () => {
    const { database, location } = await empty();
    await using own = database;
    await using made = await openDatabase(location);
    await new DatabaseAccessLog(made, keyring).record(accesses("ONLY"));
    await expect(restoreBackup({ database: own, file })).rejects.toMatchObject({
      code: "DATABASE_NOT_EMPTY",
    });
  });

  test.each([
    ["one byte changed", (text: string) => text.replace("be kind", "be mean")],
    ["a row removed", (text: string) => text.replace(/\["ada","engineer".*\n/, "")],
    ["two rows in another order", (text: string) => text.replace(/(\["ada",.*\n)(\["bob",.*\n)/, "$2$1")],
    ["its end cut off", (text: string) => text.slice(0, -20)],
    ["a row too many", (text: string) => `${text}["x",1,1]\n`],
    ["a header that lies", (text: string) => text.replace('"rows":4', '"rows":3')],
    ["no header", (text: string) => text.slice(text.indexOf("\n") + 1)],
    ["nothing in it", () => ""],
    [
      "a row that is written in another way",
      (text: string) => text.replace('["ada","engineer"', '["ada", "engineer"'),
    ],
  ])("with %s is refused, and changes nothing", async (what, alter) => {
    const text = readFileSync(file, "utf8");
    const altered = join(directory, "altered.backup");
    writeFileSync(altered, alter(text));
    expect(readFileSync(altered, "utf8"), what).not.toBe(text);
    const { database, location } = await openFleet(databases);
    await using own = database;
    const before = await again(own, location);
    await expect(restoreBackup({ database: own, file: altered, replace: true })).rejects.toMatchObject({
      code: "BACKUP_INVALID",
    });
    expect(await again(own, location)).toBe(before);
    expect(await verifyLog(own, keyring)).toMatchObject({ findings: [] });
    rmSync(altered);
  });

  test("of a newer format or schema is told apart", async () => {
    const newer = join(directory, "newer.backup");
    const { database } = await empty();
    await using own = database;
    for (const what of [/"version":\d+/, /"schema":\d+/]) {
      writeFileSync(
        newer,
        readFileSync(file, "utf8").replace(what, (found) => `${found}99`),
      );
      const restored = restoreBackup({ database: own, file: newer });
      await expect(restored).rejects.toMatchObject({ code: "BACKUP_TOO_NEW" });
    }
    rmSync(newer);
  });

  test("is not taken of a schema that may hold more than this program knows", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await databases.foreign(
      location,
      "UPDATE identikit_schema SET version = 99, speaks_for = 99, min_reader = 1, min_writer = 1;",
    );
    const refused = { code: "DATABASE_TOO_NEW" };
    await expect(backupDatabase(own, location, join(directory, "no.backup"))).rejects.toMatchObject(refused);
    await expect(restoreBackup({ database: own, file, replace: true })).rejects.toMatchObject(refused);
  });

  test("is one picture, however others write meanwhile", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await using writer = await openDatabase(location);
    let going = true;
    const writing = (async () => {
      for (let at = 0; going; at++, await nextTurn())
        await writer.transaction("configure", async ({ query }) => {
          for (const type of ["engineer", "reviewer"])
            await query
              .insertInto("agent_type_config")
              .values({ type, key: `k${at}`, value: String(at) })
              .execute();
        });
    })();
    const counts: number[] = [];
    for (let round = 0; round < 5; round++) {
      const text = await again(own, location);
      const of = (type: string) => text.split("\n").filter((line) => line.startsWith(`["${type}","k`)).length;
      expect(of("engineer")).toBe(of("reviewer"));
      counts.push(of("engineer"));
    }
    going = false;
    await writing;
    expect(counts.at(-1)).toBeGreaterThan(counts[0] as number);
  });

  // Once both kinds have their backup, each is restored into a database of the other kind.
  test.skipIf(databases.kind === "sqlite")("of the other kind of database is the same rows", async () => {
    const ours = byKind.get("postgres") as Kept;
    const sqlite = byKind.get("sqlite") as Kept;
    const { database, location } = await empty();
    await using server = database;
    const path = join(directory, "moved.db");
    await using file = await openDatabase(path, { schema: "any" });
    for (const [into, at, kept] of [
      [server, location, sqlite],
      [file, path, ours],
    ] as const) {
      await restoreBackup({ database: into, file: kept.file });
      expect(await again(into, at)).toBe(readFileSync(kept.file, "utf8"));
      expect((await verifyLog(into, keyring)).findings.map(({ severity }) => severity)).toEqual(["warning"]);
      expect(await logOf(into)).toBe(kept.log);
      const bundle = join(directory, `moved-to-${into.kind}.bundle`);
      await exportBundle({ database: into, file: bundle, secrets: "sealed" });
      expect(readFileSync(bundle, "utf8")).toBe(kept.bundle);
    }
  });
});

test("a damaged SQLite database gives no backup", async () => {
  const file = join(directory, "damaged.db");
  {
    await using database = await openDatabase(file);
    await database.transaction("configure", async ({ query }) => {
      await query.insertInto("agent_type").values({ name: "t", runtime: "r", enabled: true }).execute();
      for (let at = 0; at < 500; at++)
        await query
          .insertInto("agent_type_config")
          .values({ type: "t", key: `k${at}`, value: `"${"x".repeat(100)}"` })
          .execute();
    });
  }
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf("xxxxxxxx");
  // The page's own header, so that the tree is broken and not only a value.
  bytes.fill(0xff, at - (at % 4096), at - (at % 4096) + 64);
  writeFileSync(file, bytes);
  await using database = await openDatabase(file);
  const backup = backupDatabase(database, file, join(directory, "damaged.backup"));
  await expect(backup).rejects.toMatchObject({ code: "BACKUP_INVALID" });
  expect(statSync(join(directory, "damaged.backup"), { throwIfNoEntry: false })).toBeUndefined();
  rmSync(file);
});
