import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { KillFleet } from "../containers/kill-fleet.ts";
import { type KillTally, killRound, newTally, racingPair } from "../containers/kill-rebuilds.ts";

// The long run of the rebuild's kill test, on a real engine. Its tally is in a file: a run that is stopped is taken up.
// node test/campaigns/kill-rebuild.ts TALLY [kills] [pairs]
const file = process.argv[2];
if (file === undefined) throw new Error("node test/campaigns/kill-rebuild.ts TALLY [kills] [pairs]");
const kills = Number(process.argv[3] ?? 100);
const pairs = Number(process.argv[4] ?? 100);
const tally: KillTally = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : newTally();
const keep = () => writeFileSync(file, `${JSON.stringify(tally)}\n`);

// Stopped by a signal, it ends the round that it is in, and its engine.
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    isStopping = true;
  });

await using fleet = await KillFleet.start();
while (!isStopping && tally.killed < kills) {
  await killRound(fleet, tally, 10_000 + tally.killed + tally.done);
  keep();
}
while (!isStopping && tally.pairs < pairs) {
  await racingPair(fleet, tally, 50_000 + tally.pairs);
  keep();
}
process.stdout.write(
  `${tally.killed} rebuilds killed (${JSON.stringify(tally.phases)}), ${tally.done} done before, ` +
    `${tally.pairs} pairs at once (${JSON.stringify(tally.outcomes)}): one working container each time\n`,
);
