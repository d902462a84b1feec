import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { backupDatabase } from "../../../src/config/backup/backup-database.ts";
import { restoreBackup } from "../../../src/config/backup/restore-backup.ts";
import { exportBundle } from "../../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../../src/config/bundle/import-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../../src/config/database.ts";
import { type HistoryFilter, readHistory } from "../../../src/config/history/read-history.ts";
import { rollBack } from "../../../src/config/history/roll-back.ts";
import { type RowAddress, setRow, unsetRow } from "../../../src/config/rows/edit-rows.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "../databases.ts";

const directory = mkdtempSync(join(tmpdir(), "identikit-history-"));
afterAll(() => rmSync(directory, { recursive: true }));

const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");
const prompt: RowAddress = { table: "system_prompt", scope: "instance", reference: "ada", key: "system" };
const text = (value: string) => ({ kind: "value", json: JSON.stringify(value) }) as const;

describeOnBoth("the history of the configuration", (databases) => {
  /** A fleet whose history begins with what the test does. */
  async function fleet(changes = 1_000_000) {
    const { database: opened, location } = await openFleet(databases);
    await opened[Symbol.asyncDispose]();
    const bounds = () => ({ before: new Date(0), changes });
    const author = { who: "ada", command: "config set", bounds };
    const database = await openDatabase(location, { author });
    const [newest] = await history(database);
    const since = newest?.entry ?? 0;
    const write = (statements: string) => databases.foreign(location, statements);
    const entries = async () => (await history(database)).filter(({ entry }) => entry > since).toReversed();
    return { database, location, write, since, entries, author };
  }

  const history = (database: ConfigDatabase, filter: Partial<HistoryFilter> = {}) =>
    readHistory(database, { limit: 1000, changes: 1000, ...filter });

  test("says who changed which row when and with what, and what it was before and after", async () => {
    const { database, entries } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    await setRow(database, prompt, text("be brief"));
    await unsetRow(database, prompt);
    const found = await entries();
    expect(found.map(({ who, command, total }) => [who, command, total])).toEqual(
      Array.from({ length: 3 }, () => ["ada", "config set", 1]),
    );
    expect(found[0]?.time).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const shown = (value: string) => ({ enabled: true, value });
    expect(found.flatMap(({ changes }) => changes)).toEqual([
      { kind: "create", table: "system_prompt", key: "instance ada", after: shown("be kind") },
      {
        kind: "change",
        table: "system_prompt",
        key: "instance ada",
        before: shown("be kind"),
        after: shown("be brief"),
      },
      { kind: "delete", table: "system_prompt", key: "instance ada", before: shown("be brief") },
    ]);
  });

  test("holds what is written by hand, and not under the name of who wrote before", async () => {
    const { database, write, entries } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    await write(`BEGIN; UPDATE system_prompt SET value = '"be loud"'; INSERT INTO agent (name, type) VALUES ('eve', 'engineer');
      UPDATE system_prompt SET scope_ref = 'bob'; COMMIT;`);
    const [first, ...byHand] = await entries();
    expect(first).toMatchObject({ who: "ada" });
    expect(new Set(byHand.map(({ who, command }) => `${who}${command}`))).toEqual(new Set([""]));
    expect(byHand[0]?.role === "").toBe(databases.kind === "sqlite");
    // A server knows which rows were written together.
    expect(byHand).toHaveLength(databases.kind === "postgres" ? 1 : 3);
    const changes = byHand.flatMap((entry) =>
      entry.changes.map(({ kind, table, key }) => [kind, table, key]),
    );
    expect(changes).toEqual([
      ["change", "system_prompt", "instance ada"],
      ["create", "agent", "eve"],
      ["delete", "system_prompt", "instance ada"],
      ["create", "system_prompt", "instance bob"],
    ]);
  });

  test("holds nothing of what changes nothing or is rolled back", async () => {
    const { database, write, entries } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"), { dryRun: true });
    await write("BEGIN; DELETE FROM agent WHERE name = 'ada'; ROLLBACK; UPDATE agent SET type = type;");
    await expect(setRow(database, { ...prompt, reference: "nobody" }, text("x"))).rejects.toThrow("nobody");
    expect(await entries()).toEqual([]);
  });

  test("sees a row that another takes the place of, and an upsert once", async () => {
    const { database, write, entries } = await fleet();
    await using _ = database;
    const insert = (value: string, how = "") =>
      `INSERT ${how} INTO system_prompt (scope, scope_ref, key, value) VALUES ('instance', 'ada', 'system', '"${value}"')`;
    const upsert = (value: string) =>
      `${insert(value)} ON CONFLICT (scope, scope_ref, key) DO UPDATE SET value = excluded.value;`;
    await write(upsert("one"));
    await write(upsert("two"));
    await write(databases.kind === "sqlite" ? `${insert("three", "OR REPLACE")};` : upsert("three"));
    const found = (await entries()).flatMap(({ changes }) => changes);
    expect(found.map(({ before, after }) => [before?.value, after?.value])).toEqual([
      [undefined, "one"],
      ["one", "two"],
      ["two", "three"],
    ]);
  });

  test("takes every later write back, as one entry that can itself be taken back", async () => {
    const { database, write, entries } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    const [{ entry } = { entry: 0 }] = await entries();
    const before = await rowsOf(database);
    await write(`DELETE FROM system_prompt; INSERT INTO agent_type (name, runtime) VALUES ('writer', 'codex');
      INSERT INTO agent (name, type) VALUES ('eve', 'writer'); UPDATE agent SET type = 'reviewer' WHERE name = 'bob';
      INSERT INTO plugin_binding (scope, scope_ref, key) VALUES ('instance', 'eve', 'p@m'), ('type', 'writer', 'p@m');`);
    const changed = await rowsOf(database);
    await write("DELETE FROM render_queue");
    const rehearsed = await rollBack(database, { kind: "entry", entry }, { dryRun: true });
    expect(await rowsOf(database)).toBe(changed);
    const done = await rollBack(database, { kind: "entry", entry });
    expect(done).toEqual(rehearsed);
    expect(done).toMatchObject({ entry, changes: 6, agents: ["ada", "bob"], secrets: [] });
    expect(await rowsOf(database)).toBe(before);
    const all = await entries();
    expect(all.at(-1)).toMatchObject({ who: "ada", origin: `entry ${entry}`, total: 6 });
    const back = await rollBack(database, { kind: "entry", entry: (all.at(-1)?.entry ?? 0) - 1 });
    expect(back.changes).toBe(6);
    expect(await rowsOf(database)).toBe(changed);
  });

  test("goes back to a time, and refuses what it does not reach", async () => {
    const { database, since } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    // Clocks count milliseconds, and round them: one is left free on each side.
    await sleep(5);
    const time = new Date();
    await sleep(5);
    await setRow(database, prompt, text("be loud"));
    expect(await rollBack(database, { kind: "time", time })).toMatchObject({ entry: since + 1, changes: 1 });
    for (const point of [
      { kind: "time", time: new Date(0) },
      { kind: "entry", entry: since + 1000 },
    ] as const)
      await expect(rollBack(database, point)).rejects.toMatchObject({ code: "HISTORY_UNKNOWN" });
  });

  test("keeps nothing of a secret's value, and says that its earlier value does not come back", async () => {
    const { database, entries, since, write } = await fleet();
    await using _ = database;
    await setSecret(database, keyring, "TOKEN", "canary-1");
    await setSecret(database, keyring, "TOKEN", "canary-2");
    const [created, changed] = (await entries()).flatMap(({ changes }) => changes);
    expect(created).toMatchObject({ kind: "create", after: { key_id: "k" } });
    expect(changed?.before?.version).toMatch(/^1\./);
    expect(changed?.after?.version).toMatch(/^2\./);
    expect(await write("SELECT value FROM config_change WHERE config_table = 'secret'")).toMatch(
      /^\s*1\.\w+ k\s*$/,
    );
    expect(await rollBack(database, { kind: "entry", entry: since })).toMatchObject({
      changes: 0,
      secrets: ["TOKEN"],
    });
  });

  test("a bundle is one entry, with its digest", async () => {
    const { database, entries, since } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    const file = join(directory, `${databases.kind}.bundle`);
    const { digest } = await exportBundle({ database, file });
    await unsetRow(database, prompt);
    const state = await rowsOf(database);
    await importBundle({ database, file });
    const last = (await entries()).at(-1);
    expect(last).toMatchObject({ origin: `bundle ${digest}`, total: 1 });
    await rollBack(database, { kind: "entry", entry: since + 2 });
    expect(await rowsOf(database)).toBe(state);
  });

  test("is bounded: the oldest entries go, whole, and nothing else can be deleted or changed", async () => {
    const { database, entries, write, since } = await fleet(3);
    await using _ = database;
    for (const value of ["1", "2", "3", "4", "5"]) await setRow(database, prompt, text(value));
    expect((await entries()).map(({ entry }) => entry - since)).toEqual([3, 4, 5]);
    await expect(rollBack(database, { kind: "entry", entry: since + 1 })).rejects.toMatchObject({
      code: "HISTORY_UNKNOWN",
    });
    expect(await rollBack(database, { kind: "entry", entry: since + 2 })).toMatchObject({ changes: 1 });
    for (const table of ["config_entry", "config_change"]) {
      await expect(write(`UPDATE ${table} SET id = id + 100`)).rejects.toThrow();
      await expect(write(`DELETE FROM ${table} WHERE id = (SELECT max(id) FROM ${table})`)).rejects.toThrow(
        /oldest/,
      );
    }
    expect(await entries()).toHaveLength(3);
  });

  test("is in backups, and a restored database goes on with it", async () => {
    const { database, location, entries, author } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    await setRow(database, prompt, text("be brief"));
    const file = join(directory, `${databases.kind}.backup`);
    await backupDatabase(database, location, file);
    await using restored = await openDatabase(await databases.create(), { schema: "any", author });
    await restoreBackup({ database: restored, file });
    const both = await Promise.all([history(database), history(restored)]);
    expect(both[1]).toEqual(both[0]);
    const [, last] = await entries();
    const result = await rollBack(restored, { kind: "entry", entry: (last?.entry ?? 0) - 1 });
    expect(result.changes).toBe(1);
    expect((await history(restored))[0]).toMatchObject({ entry: (last?.entry ?? 0) + 1, who: "ada" });
  });

  test("finds the changes of one row", async () => {
    const { database } = await fleet();
    await using _ = database;
    await setRow(database, prompt, text("be kind"));
    await setRow(database, { ...prompt, reference: "bob" }, text("be brief"));
    const found = await history(database, { table: "system_prompt", key: "bob" });
    expect(found.flatMap(({ changes }) => changes.map(({ key }) => key))).toEqual(["instance bob"]);
  });
});

/** Every row of configuration as one text. */
async function rowsOf(database: ConfigDatabase): Promise<string> {
  const file = join(directory, "state.bundle");
  await exportBundle({ database, file });
  return readFileSync(file, "utf8");
}
