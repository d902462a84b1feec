import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

describeOnBoth("an import that is not alone", (databases) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-rivals-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  let files = 0;

  async function exported(database: ConfigDatabase) {
    const file = join(directory, `${databases.kind}-${files++}.jsonl`);
    return { file, ...(await exportBundle({ database, file })) };
  }

  /** Two bundles of one fleet that differ in many rows. */
  async function two() {
    const { database, location } = await openFleet(databases);
    const fill = (command: string) =>
      databases.foreign(
        location,
        `DELETE FROM mcp_server; INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ${Array.from({ length: 3000 }, (_, index) => `('instance', '${["ada", "bob"][index % 2]}', '${command}${index}', '{"type":"stdio","command":"${command}"}')`).join(", ")}`,
      );
    await fill("a");
    const a = await exported(database);
    await fill("b");
    const b = await exported(database);
    return { database, location, a, b };
  }

  test("takes its turn with another one: the last one wins whole", async () => {
    const { database, location, a, b } = await two();
    await using one = database;
    await using other = await openDatabase(location);
    await Promise.all([
      importBundle({ database: one, file: a.file, prune: "missing" }),
      importBundle({ database: other, file: b.file, prune: "missing" }),
      importBundle({ database: one, file: b.file, prune: "missing" }),
      importBundle({ database: other, file: a.file, prune: "missing" }),
    ]);
    expect([a.digest, b.digest]).toContain((await exported(one)).digest);
  });

  test("changes nothing when its connection is lost in the middle, and goes through the next time", async ({
    skip,
  }) => {
    skip(databases.kind === "sqlite", "a SQLite file has no connection that can be lost");
    const { database, location, a, b } = await two();
    await using own = database;
    await using lost = await openDatabase(location);
    let seen = 0;
    let ended: Promise<unknown> | undefined;
    const importing = importBundle({
      database: lost,
      file: a.file,
      prune: "missing",
      onChange: () => {
        if (++seen !== 2500) return;
        // From a process of its own, while the import holds this one.
        ended = databases.foreign(
          location,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
      },
    });
    const outcome = await importing.then(
      () => "imported",
      (fault) => fault.code,
    );
    // Else it would be the next import that it ends.
    await ended;
    expect(["DATABASE_FAILED", "DATABASE_OUTCOME_UNKNOWN", "imported"]).toContain(outcome);
    const kept = { DATABASE_FAILED: [b.digest], imported: [a.digest] }[outcome as string];
    expect(kept ?? [a.digest, b.digest]).toContain((await exported(own)).digest);
    await importBundle({ database: lost, file: a.file, prune: "missing" });
    expect((await exported(own)).digest).toBe(a.digest);
  });

  test("is undone when it is called off, and the database goes on working", async () => {
    const { database, location, a, b } = await two();
    await using own = database;
    const stop = new AbortController();
    await using called = await openDatabase(location, { signal: stop.signal });
    let seen = 0;
    const importing = importBundle({
      database: called,
      file: a.file,
      prune: "missing",
      onChange: () => {
        if (++seen === 100) stop.abort();
      },
    });
    await expect(importing).rejects.toThrow();
    expect((await exported(own)).digest).toBe(b.digest);
    await importBundle({ database: own, file: a.file, prune: "missing" });
    expect((await exported(own)).digest).toBe(a.digest);
  });
});
