import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/config/database.ts";
import { finishClaims, takeDue } from "../../src/config/queue/queue.ts";

// SQLite lets a statement say how conflicts are resolved, also those inside the triggers that it fires.
test.each(["INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL", "REPLACE"])(
  "%s of a foreign writer makes an agent due again that is being rendered",
  async (verb) => {
    const directory = mkdtempSync(join(tmpdir(), "identikit-conflict-"));
    const file = join(directory, "config.db");
    {
      await using database = await openDatabase(file);
      using foreign = new DatabaseSync(file);
      foreign.exec(
        "INSERT INTO agent_type (name, runtime) VALUES ('t', 'r'); INSERT INTO agent (name, type) VALUES ('ada', 't')",
      );
      const take = () => takeDue(database, { worker: "w", limit: 9, leaseMs: 60_000 });
      const claims = await take();
      expect(claims).toHaveLength(1);
      foreign.exec(`${verb} INTO plugin_binding (scope, scope_ref, key) VALUES ('instance', 'ada', 'p@m')`);
      expect(await take(), "taken twice").toEqual([]);
      expect(await finishClaims(database, claims)).toEqual(["ada"]);
      expect(await take(), "lost").toHaveLength(1);
    }
    rmSync(directory, { recursive: true });
  },
);

test("a database that is closed leaves one file", async () => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-conflict-"));
  const file = join(directory, "config.db");
  await (await openDatabase(file))[Symbol.asyncDispose]();
  expect(statSync(file).size).toBeGreaterThan(0);
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  rmSync(directory, { recursive: true });
});

test.each([
  ["is no database", "not a database at all, but text that is long enough", "DATABASE_FOREIGN"],
  ["is empty, which is a new one", "", undefined],
])("a file that %s is told apart", async (_, content, code) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-conflict-"));
  const file = join(directory, "config.db");
  writeFileSync(file, content.repeat(20));
  const opened = openDatabase(file);
  if (code === undefined) await (await opened)[Symbol.asyncDispose]();
  else await expect(opened).rejects.toMatchObject({ code });
  rmSync(directory, { recursive: true });
});
