import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { makeDist } from "../../build/make-dist.ts";
import { house } from "../architecture/rooms.ts";
import { postgresPlace, sqlitePlace } from "../attack/kills/kill-place.ts";
import { Tally } from "../attack/kills/tally.ts";
import type { Trial } from "../attack/kills/trial.ts";
import { databaseTrials, type Planned, planTrials } from "../attack/kills/trials.ts";
import { randomFrom } from "../config/random-writes.ts";

// The long run of the kill tests, of the program as its sources stand. Its counts are in a file: a run that is stopped (SIGINT) is taken
// up where it was. Ends with 1 where anything was torn, lost, half done or leaked.
// node test/campaigns/kills.ts TALLY [--only render,import,rotate,restore,controller,write-back,pull-request,jobs,fetch,materialize,rebuild,pair] [--kills 500] [--batch 10]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    kills: { type: "string" },
    batch: { type: "string", default: "10" },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error("node test/campaigns/kills.ts TALLY [--only NAMES] [--kills 500]");
const names = values.only?.split(",") ?? Object.keys(databaseTrials);
const tally = new Tally(file);
const random = randomFrom(Date.now() % 2 ** 31);
const trials = new Map<string, Trial>();

// Stopped by a signal, it ends the round that it is in.
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    isStopping = true;
  });

const dist = mkdtempSync(join(tmpdir(), "identikit-kills-dist-"));
await makeDist(house, dist);
const places = names.some((name) => name in databaseTrials) ? [sqlitePlace(), await postgresPlace()] : [];
const planned = planTrials(names, {
  places,
  program: join(dist, "identikit.js"),
  rounds: values.kills === undefined ? undefined : Number(values.kills),
});
/** What broke five times in this run is left alone. */
const broke = new Map<string, number>();
const left = () =>
  planned.filter(({ label, rounds }) => tally.of(label).rounds < rounds && (broke.get(label) ?? 0) < 5);
while (!isStopping && left().length > 0)
  for (const each of left()) {
    if (isStopping) break;
    await runBatch(each);
    tally.keep();
    process.stdout.write(`${new Date().toISOString()} ${each.label}: ${tally.of(each.label).rounds}\n`);
  }
for (const each of [...trials.values(), ...places]) await each[Symbol.asyncDispose]();
rmSync(dist, { recursive: true });
process.stdout.write(tally.table());
// What broke lies there as it was left, its servers among it: they would keep this process from its end.
process.exit(tally.isBroken ? 1 : 0);

async function runBatch({ label, rounds, make }: Planned): Promise<void> {
  const until = Math.min(rounds, tally.of(label).rounds + Number(values.batch));
  try {
    const trial = trials.get(label) ?? (await make());
    trials.set(label, trial);
    while (!isStopping && tally.of(label).rounds < until) tally.add(label, await trial.round(random));
    await trial.checkAll();
  } catch (caught) {
    // What lies there is the evidence: the next batch begins with something new.
    trials.delete(label);
    broke.set(label, (broke.get(label) ?? 0) + 1);
    tally.of(label).broken.push((caught as Error).stack ?? String(caught));
  }
}
