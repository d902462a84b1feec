import { expect, test } from "vitest";
import { DatabaseAccessLog } from "../../../src/config/access-log/database-access-log.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { describeOnBoth, openFleet } from "../databases.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k1"), "test");
const [rounds, linesEach] = [20, 100];

describeOnBoth("a long session of the access log", (databases) => {
  // SQLite does not count what it reads.
  test.runIf(databases.kind === "postgres")(
    "has each new line checked against its last one, and no other line is read for it, on a database that never counted its rows",
    async () => {
      const { database, location } = await openFleet(databases);
      {
        await using own = database;
        const log = new DatabaseAccessLog(own, keyring);
        const line = {
          secret: "A",
          agent: "ada",
          accessor: "test",
          reason: "boot",
          time: "2026-01-02T03:04:05.000Z",
        };
        for (let round = 0; round < rounds; round++) await log.record(Array(linesEach).fill(line));
      }
      // A connection says what it read when it ends.
      const read = await databases.foreign(
        location,
        "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'secret_access_log_chain'",
      );
      expect(Number(read)).toBeGreaterThan(rounds * linesEach - rounds);
      expect(Number(read)).toBeLessThan(5 * rounds * linesEach);
    },
  );
});
