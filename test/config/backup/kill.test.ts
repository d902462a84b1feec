import { setTimeout as sleep } from "node:timers/promises";
import { test } from "vitest";
import { describeOnBoth } from "../databases.ts";
import { randomFrom } from "../random-writes.ts";
import { killRestores } from "./kill-restores.ts";

/** A taste; `node test/campaigns/kill-restore.ts` kills 500 times on each database. */
const rounds = Number(process.env.KILL_ROUNDS ?? 2);

describeOnBoth("a restore that is killed", (databases) => {
  test("leaves the old database or the new one, whole", { timeout: 60_000 + rounds * 5000 }, async () => {
    const busy =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
    await killRestores({
      create: () => databases.create(),
      settled: async (location) => {
        if (databases.kind === "sqlite") return;
        while ((await databases.foreign(location, busy)).trim() !== "0") await sleep(10);
      },
      rounds,
      random: randomFrom(Date.now()),
    });
  });
});
