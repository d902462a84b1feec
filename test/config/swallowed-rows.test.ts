import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exportBundle } from "../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../src/config/bundle/import-bundle.ts";
import { loadSecrets, setSecret } from "../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");

describeOnBoth("a write that a rule or a trigger swallows", (databases) => {
  const directory = mkdtempSync(join(tmpdir(), "identikit-swallow-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  const swallow = (table: string, condition: string) =>
    databases.kind === "sqlite"
      ? `CREATE TRIGGER x BEFORE INSERT ON ${table} WHEN ${condition} BEGIN SELECT RAISE(IGNORE); END;`
      : `CREATE FUNCTION x() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ${condition} THEN RETURN NULL; END IF; RETURN NEW; END $$;
         CREATE TRIGGER x BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION x();`;

  test("fails an import, naming the row, and nothing of it stays", async () => {
    const [one, other] = [await openFleet(databases), await openFleet(databases)];
    await using source = one.database;
    await using target = other.database;
    await databases.foreign(
      one.location,
      "INSERT INTO plugin_binding (scope, key) VALUES ('global', 'a@m'), ('global', 'b@m');",
    );
    const file = join(directory, databases.kind);
    await exportBundle({ database: source, file });
    await databases.foreign(other.location, swallow("plugin_binding", "NEW.key = 'b@m'"));
    await expect(importBundle({ database: target, file })).rejects.toMatchObject({
      code: "ROW_INVALID",
      message: expect.stringContaining("plugin_binding global b@m"),
    });
    expect((await databases.foreign(other.location, "SELECT count(*) FROM plugin_binding;")).trim()).toBe(
      "0",
    );
  });

  test("fails a secret that is set", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await databases.foreign(location, swallow("secret", "NEW.name = 'A'"));
    await expect(setSecret(own, keyring, "A", "x")).rejects.toMatchObject({ code: "DATABASE_FAILED" });
    expect((await loadSecrets(own, ["A"])).get("A")).toBeUndefined();
  });
});
