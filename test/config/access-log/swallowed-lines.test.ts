import { expect, test } from "vitest";
import { DatabaseAccessLog } from "../../../src/config/access-log/database-access-log.ts";
import { verifyLog } from "../../../src/config/access-log/verify-log.ts";
import { openSecretReader } from "../../../src/config/secrets/secret-reader.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "../databases.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k1"), "test");
const clock = { now: () => new Date("2026-01-02T03:04:05Z") };
const use = { agent: "ada", accessor: "test", reason: "boot" };

const ways = {
  sqlite: {
    "a trigger ignores the line":
      "CREATE TRIGGER x BEFORE INSERT ON secret_access_log BEGIN SELECT RAISE(IGNORE); END",
    "a trigger ignores the second line only":
      "CREATE TRIGGER x BEFORE INSERT ON secret_access_log WHEN NEW.secret = 'B' BEGIN SELECT RAISE(IGNORE); END",
    "a trigger changes the line":
      "DROP TRIGGER secret_access_log_no_update; CREATE TRIGGER x AFTER INSERT ON secret_access_log BEGIN UPDATE secret_access_log SET agent = 'eve' WHERE id = NEW.id; END",
    "a trigger deletes the line":
      "DROP TRIGGER secret_access_log_no_delete; CREATE TRIGGER x AFTER INSERT ON secret_access_log BEGIN DELETE FROM secret_access_log WHERE id = NEW.id; END",
    "a trigger ignores the session's record":
      "CREATE TRIGGER x BEFORE INSERT ON secret_access_session BEGIN SELECT RAISE(IGNORE); END",
    "a view stands in the log's place":
      "ALTER TABLE secret_access_log RENAME TO hidden; CREATE VIEW secret_access_log AS SELECT * FROM hidden WHERE false; CREATE TRIGGER x INSTEAD OF INSERT ON secret_access_log BEGIN SELECT 1; END",
  },
  postgres: {
    "a rule swallows the line": "CREATE RULE x AS ON INSERT TO secret_access_log DO INSTEAD NOTHING",
    "a rule swallows the second line only":
      "CREATE RULE x AS ON INSERT TO secret_access_log WHERE NEW.secret = 'B' DO INSTEAD NOTHING",
    "a rule writes the line elsewhere":
      "CREATE TABLE elsewhere (secret text); CREATE RULE x AS ON INSERT TO secret_access_log DO INSTEAD INSERT INTO elsewhere VALUES (NEW.secret)",
    "a trigger returns nothing":
      "CREATE FUNCTION x() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER x BEFORE INSERT ON secret_access_log FOR EACH ROW EXECUTE FUNCTION x()",
    "a trigger changes the line":
      "CREATE FUNCTION x() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.agent := 'eve'; RETURN NEW; END $$; CREATE TRIGGER x BEFORE INSERT ON secret_access_log FOR EACH ROW EXECUTE FUNCTION x()",
    "a rule swallows the session's record":
      "CREATE RULE x AS ON INSERT TO secret_access_session DO INSTEAD NOTHING",
  },
} as const;

describeOnBoth("a secret is not used when its line is lost", (databases) => {
  test.each(Object.entries(ways[databases.kind]))("because %s", async (_, statements) => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    for (const name of ["A", "B"]) await setSecret(own, keyring, name, `value of ${name}`);
    const reader = openSecretReader({ database: own, keyring, env: {}, log: silentLogger, clock });
    await databases.foreign(location, `${statements};`);
    const time = clock.now().toISOString();
    const both = ["A", "B"].map((secret) => ({ ...use, secret, time }));
    const lost = { code: "ACCESS_LOG_FAILED" };
    await expect(new DatabaseAccessLog(own, keyring).record(both)).rejects.toMatchObject(lost);
    await expect(reader.read("B", use)).rejects.toMatchObject(lost);
  });

  test("not even its guards are passed by where triggers are said to sleep", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    await setSecret(own, keyring, "A", "value");
    const reader = openSecretReader({ database: own, keyring, env: {}, log: silentLogger, clock });
    await reader.read("A", use);
    const asleep =
      databases.kind === "postgres"
        ? "SET session_replication_role = replica;"
        : "PRAGMA recursive_triggers = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;";
    const writes = [
      "UPDATE secret_access_log SET agent = 'eve'",
      "DELETE FROM secret_access_log",
      "DELETE FROM secret_access_session",
      ...(databases.kind === "postgres"
        ? ["TRUNCATE secret_access_log", "TRUNCATE secret_access_session CASCADE"]
        : []),
    ];
    for (const write of writes)
      await expect(databases.foreign(location, `${asleep} ${write};`), write).rejects.toThrow(/append only/);
    expect(await verifyLog(own, keyring)).toMatchObject({ lines: 1, findings: [] });
    // Configuration, too, reaches the queue.
    await databases.foreign(location, "DELETE FROM render_queue;");
    await databases.foreign(
      location,
      `${asleep} INSERT INTO skill (scope, key, value) VALUES ('global', 's', '[]');`,
    );
    const due = await databases.foreign(location, "SELECT count(*) FROM render_queue;");
    expect(due.trim()).toBe("4");
  });
});
