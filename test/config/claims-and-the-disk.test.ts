import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { TransactionKind } from "../../src/config/connection/engine.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { SqliteFile } from "../../src/config/sqlite/sqlite.ts";
import { scratchDirectory } from "../scratch.ts";

// What SQLite calls the levels of `PRAGMA synchronous`: a commit waits for the disk at FULL only.
const normal = 1;
const full = 2;

async function levelIn(database: ConfigDatabase, kind: TransactionKind): Promise<number | undefined> {
  return await database.transaction(kind, async ({ query }) => {
    const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(query);
    return rows[0]?.synchronous;
  });
}

test("a claim on a file does not wait for the disk, and every other commit does, also after a claim that failed", async () => {
  const location = join(scratchDirectory(), "config.db");
  await using database = await openDatabase(location);
  const others = async () => [
    await levelIn(database, "write"),
    await levelIn(database, "configure"),
    await levelIn(database, "read"),
  ];
  expect(await others()).toEqual([full, full, full]);
  expect(await levelIn(database, "claim")).toBe(normal);
  expect(await others()).toEqual([full, full, full]);
  const failing = database.transaction("claim", async () => {
    throw new Error("on purpose");
  });
  await expect(failing).rejects.toThrow("on purpose");
  expect(await others()).toEqual([full, full, full]);
  await using impatient = await openDatabase(location, { patienceMs: 0 });
  await database.transaction("write", async () => {
    await expect(levelIn(impatient, "claim")).rejects.toMatchObject({ code: "DATABASE_BUSY" });
  });
  expect(await levelIn(impatient, "write")).toBe(full);
});

test("a file without a write-ahead log, which a loss of power could then damage, waits for the disk with claims, too", () => {
  const file = new SqliteFile(":memory:");
  expect(file.tryBegin("claim")).toBe(true);
  expect(file.prepare("PRAGMA synchronous").all([])).toEqual([{ synchronous: full }]);
  file.exec("COMMIT");
  file.close();
});
