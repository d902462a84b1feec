import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listAccesses } from "../../src/config/access-log/read-log.ts";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { shapeOf } from "../../src/config/schema/tables.ts";
import { openSecretReader } from "../../src/config/secrets/secret-reader.ts";
import {
  listSecrets,
  loadSecrets,
  removeSecret,
  rotateSecrets,
  setSecret,
} from "../../src/config/secrets/secret-store.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const [k1, k2] = [Keyring.generateEntry("k1"), Keyring.generateEntry("k2")];
const oldRing = Keyring.parse(k1, "test");
const newRing = Keyring.parse(`${k2},${k1}`, "test");
const clock = { now: () => new Date("2026-01-02T03:04:05Z") };

describeOnBoth("the secret store", (databases) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-secrets-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  let shared: ReturnType<typeof openFleet> | undefined;
  const untouched = () => {
    shared ??= openFleet(databases);
    return shared;
  };
  afterAll(async () => (await shared)?.database[Symbol.asyncDispose]());

  test("keeps values sealed, counts versions, and does not count the same value twice", async () => {
    const { database } = await openFleet(databases);
    await using store = database;
    expect(await setSecret(store, oldRing, "TOKEN", "one")).toMatchObject({ changed: true });
    const { version } = await setSecret(store, oldRing, "TOKEN", "two");
    expect(version).toMatch(/^2\./);
    expect(await setSecret(store, oldRing, "TOKEN", "two")).toEqual({ version, changed: false, keyId: "k1" });
    expect(await listSecrets(store)).toEqual([{ name: "TOKEN", version, keyId: "k1" }]);
    const sealed = (await loadSecrets(store, ["TOKEN"])).get("TOKEN");
    expect(oldRing.open(sealed as NonNullable<typeof sealed>)).toBe("two");
    expect(await removeSecret(store, "TOKEN")).toBe(true);
    expect(await removeSecret(store, "TOKEN")).toBe(false);
    // A new value never has an old one's version, which the renderer takes for "unchanged".
    const again = await setSecret(store, oldRing, "TOKEN", "one");
    expect(again.version).toMatch(/^1\.[0-9a-f]{16}$/);
  });

  test.each([
    ["__proto__", 'quotes " and \\ and ::set-output:: and\nlines\r\n'],
    ["constructor", "\0\u0001"],
    ["BIG", "x".repeat(1024 * 1024)],
    ["TOK", "prefix of another"],
    ["TOKEN", "${HOME}"],
  ])("takes %s as it is", async (name, value) => {
    const { database } = await openFleet(databases);
    await using store = database;
    await setSecret(store, oldRing, name, value);
    const use = { agent: "ada", accessor: "test", reason: "boot" };
    const reader = openSecretReader({ database: store, keyring: oldRing, env: {}, log: silentLogger, clock });
    expect(await reader.read(name, use)).toBe(value);
    expect(await listAccesses(store)).toEqual([{ ...use, secret: name, time: "2026-01-02T03:04:05.000Z" }]);
  });

  test("secrets that are asked for at once are read as they are at one moment, and anew the next time", async () => {
    const { database } = await openFleet(databases);
    await using store = database;
    const names = Array.from({ length: 1001 }, (_, index) => `S_${index}`);
    const sealed = names.map((name) => oldRing.seal(name, "1.aaaaaaaaaaaaaaaa", `value of ${name}`));
    const rows = sealed.map(({ name, version, keyId, nonce, ciphertext, tag }) => {
      return [name, version, keyId, nonce, ciphertext, tag];
    });
    await store.transaction("configure", ({ bulk }) => bulk.put(shapeOf("secret"), rows));
    const reader = openSecretReader({ database: store, keyring: oldRing, env: {}, log: silentLogger, clock });
    const ask = (...asked: string[]) => Promise.all(asked.map((name) => reader.fingerprint(name)));
    const ofAll = await ask(...names, "MISSING", "S_7");
    expect(ofAll.slice(0, 1001)).toEqual(names.map((name) => `${name}/1.aaaaaaaaaaaaaaaa`));
    expect(ofAll.slice(1001)).toEqual([undefined, "S_7/1.aaaaaaaaaaaaaaaa"]);
    const { version } = await setSecret(store, oldRing, "S_7", "another");
    expect(await ask("S_7", "S_8")).toEqual([`S_7/${version}`, "S_8/1.aaaaaaaaaaaaaaaa"]);
    const use = { agent: "ada", accessor: "test", reason: "boot" };
    const values = await Promise.all(["S_7", "S_8"].map((name) => reader.read(name, use)));
    expect(values).toEqual(["another", "value of S_8"]);
    await removeSecret(store, "S_8");
    expect(await ask("S_8")).toEqual([undefined]);
  });

  test("a database that cannot be read fails each secret that was asked for, and answers again when it can", async () => {
    const { database, location } = await openFleet(databases);
    await using store = database;
    await setSecret(store, oldRing, "A", "one");
    const reader = openSecretReader({ database: store, keyring: oldRing, env: {}, log: silentLogger, clock });
    await databases.foreign(location, "ALTER TABLE secret RENAME TO hidden");
    const asked = await Promise.allSettled([reader.fingerprint("A"), reader.fingerprint("B")]);
    const failed = { status: "rejected", reason: { code: "DATABASE_FAILED" } };
    expect(asked).toMatchObject([failed, failed]);
    await databases.foreign(location, "ALTER TABLE hidden RENAME TO secret");
    expect(await reader.fingerprint("A")).toMatch(/^A\/1\./);
  });

  test.each([
    ["a-b", "x"],
    ["KEYS", "x"],
    ["", "x"],
    ["A", ""],
    ["A", "\ud800"],
    ["A", "x".repeat(1024 * 1024 + 1)],
  ])("refuses the name %j with such a value", async (name, value) => {
    const { database } = await untouched();
    await expect(setSecret(database, oldRing, name, value)).rejects.toMatchObject({ code: "SECRET_INVALID" });
  });

  test("rotates to a new key without a new value: the old key may go, and no agent becomes due", async () => {
    const { database, location } = await openFleet(databases);
    await using store = database;
    const server = '{"type":"stdio","command":"x","env":{"A":"${SECRET:A}"}}';
    await databases.foreign(
      location,
      `INSERT INTO mcp_server (scope, key, value) VALUES ('global', 's', '${server}'); DELETE FROM render_queue;`,
    );
    for (const name of ["A", "B", "C"]) await setSecret(store, oldRing, name, `value of ${name}`);
    expect(
      (await databases.foreign(location, "SELECT agent FROM render_queue")).trim().split("\n"),
    ).toHaveLength(4);
    await databases.foreign(location, "DELETE FROM render_queue");
    const before = await listSecrets(store);
    expect(await rotateSecrets(store, newRing)).toEqual({ rotated: ["A", "B", "C"], current: 0 });
    expect(await rotateSecrets(store, newRing)).toEqual({ rotated: [], current: 3 });
    expect(await listSecrets(store)).toEqual(before.map((secret) => ({ ...secret, keyId: "k2" })));
    const sealed = (await loadSecrets(store, ["A"])).get("A");
    expect(Keyring.parse(k2, "test").open(sealed as NonNullable<typeof sealed>)).toBe("value of A");
    expect(await databases.foreign(location, "SELECT agent FROM render_queue")).toBe("");
  });

  test("rotates nothing when one secret cannot be opened", async () => {
    const { database, location } = await openFleet(databases);
    await using store = database;
    for (const name of ["A", "B"]) await setSecret(store, oldRing, name, name);
    await databases.foreign(location, "UPDATE secret SET tag = 'AAAAAAAAAAAAAAAAAAAAAA==' WHERE name = 'B'");
    await expect(rotateSecrets(store, newRing)).rejects.toMatchObject({ code: "SECRET_UNREADABLE" });
    expect((await listSecrets(store)).map(({ keyId }) => keyId)).toEqual(["k1", "k1"]);
    // Setting it again is how it is put right.
    expect(await setSecret(store, oldRing, "B", "B")).toMatchObject({ changed: true });
  });

  test("goes into a bundle sealed, under its key's id, and opens in another database", async () => {
    const [one, other] = [await openFleet(databases), await openFleet(databases)];
    await using source = one.database;
    await using target = other.database;
    await setSecret(source, oldRing, "TOKEN", "canary-77aa");
    const file = join(directory, `${databases.kind}.jsonl`);
    await exportBundle({ database: source, file, secrets: "sealed" });
    const text = readFileSync(file, "utf8");
    expect(text).not.toMatch(new RegExp(`canary|${Buffer.from("canary-77aa").toString("base64url")}`));
    expect(text).toContain('"key_id":"k1"');
    await importBundle({ database: target, file });
    const reader = (keyring: Keyring) =>
      openSecretReader({ database: target, keyring, env: {}, log: silentLogger, clock });
    const use = { agent: "ada", accessor: "test", reason: "boot" };
    expect(await reader(newRing).read("TOKEN", use)).toBe("canary-77aa");
    // It is there, so it is not missing: nobody who skips what is missing skips this.
    for (const read of [
      () => reader(Keyring.parse(k2, "test")).read("TOKEN", use),
      () => reader(Keyring.parse(k2, "test")).fingerprint("TOKEN"),
    ])
      await expect(read()).rejects.toMatchObject({
        code: "KEYRING_WRONG",
        message: expect.stringMatching(/sealed under key k1.*here: k2/),
      });
    await expect(reader(newRing).read("ABSENT", use)).rejects.toMatchObject({ code: "MISSING_SECRET" });
  });

  test("gives nothing out when the access log cannot be written", async () => {
    const { database, location } = await openFleet(databases);
    await using store = database;
    await setSecret(store, oldRing, "A", "value");
    const reader = openSecretReader({ database: store, keyring: oldRing, env: {}, log: silentLogger, clock });
    await databases.foreign(location, "ALTER TABLE secret_access_log RENAME TO gone");
    const read = reader.read("A", { agent: "ada", accessor: "test", reason: "boot" });
    await expect(read).rejects.toMatchObject({ code: "ACCESS_LOG_FAILED" });
  });
});
