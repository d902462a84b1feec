import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/config/database.ts";
import { scratchDirectory } from "../scratch.ts";
import { stopsSoon } from "../stops-soon.ts";

test("a wait for a database that another run writes to hands on why it was stopped", async () => {
  const file = join(scratchDirectory(), "config.db");
  const stop = new AbortController();
  await using database = await openDatabase(file, { signal: stop.signal });
  using writer = new DatabaseSync(file);
  writer.exec("BEGIN IMMEDIATE");
  const { signal, reason } = stopsSoon(300);
  signal.addEventListener("abort", () => stop.abort(reason));
  await expect(database.transaction("write", async () => "written")).rejects.toBe(reason);
});

test("a wait for a database that another run is making hands on why it was stopped, a deadline as well", async () => {
  const file = join(scratchDirectory(), "config.db");
  using maker = new DatabaseSync(file);
  maker.exec("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE");
  const { signal, reason } = stopsSoon();
  await expect(openDatabase(file, { signal })).rejects.toBe(reason);
  const deadline = AbortSignal.timeout(100);
  await expect(openDatabase(file, { signal: deadline })).rejects.toMatchObject({ name: "TimeoutError" });
});
