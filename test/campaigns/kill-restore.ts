import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { killRestores } from "../config/backup/kill-restores.ts";
import { randomFrom } from "../config/random-writes.ts";
import { PostgresServer } from "../services/postgres.ts";

// The long run of the restore's kill test, which can be stopped and goes on where it was:
// node test/campaigns/kill-restore.ts TALLY [kills for each database]
const [tallyFile = "kill-restore.json", wanted = "500"] = process.argv.slice(2);
const none = { rounds: 0, same: 0, other: 0, empty: 0 };
const tally: Record<"sqlite" | "postgres", typeof none> = existsSync(tallyFile)
  ? JSON.parse(readFileSync(tallyFile, "utf8"))
  : { sqlite: { ...none }, postgres: { ...none } };
const batch = 10;
const random = randomFrom(Date.now() % 2 ** 31);

const directory = mkdtempSync(join(tmpdir(), "identikit-kill-restores-"));
await using server = await PostgresServer.start({ durable: true });
let made = 0;
const places = {
  sqlite: {
    create: async () => {
      const place = join(directory, String(made++));
      mkdirSync(place);
      return join(place, "config.db");
    },
    settled: async () => {},
  },
  postgres: {
    create: () => server.createDatabase(),
    settled: async (location: string) => {
      const busy =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
      const name = new URL(location).pathname.slice(1);
      while ((await server.psql(name, busy)).trim() !== "0") await sleep(10);
    },
  },
};
for (const kind of ["sqlite", "postgres"] as const) {
  const sums = tally[kind];
  while (sums.rounds < Number(wanted)) {
    const rounds = Math.min(batch, Number(wanted) - sums.rounds);
    const { same, other, empty } = await killRestores({ ...places[kind], rounds, random });
    sums.rounds += rounds;
    sums.same += same;
    sums.other += other;
    sums.empty += empty;
    writeFileSync(`${tallyFile}.next`, JSON.stringify(tally));
    renameSync(`${tallyFile}.next`, tallyFile);
    process.stdout.write(
      `${kind}: ${sums.rounds} kills; ${same} as before, ${other} the other, ${empty} still empty\n`,
    );
  }
}
rmSync(directory, { recursive: true });
