import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { makeDist } from "../../build/make-dist.ts";
import { house } from "../architecture/rooms.ts";
import { Tally } from "../attack/kills/tally.ts";
import type { Trial } from "../attack/kills/trial.ts";
import { commandTrials, places } from "../attack/kills/trials.ts";
import { randomFrom } from "../config/random-writes.ts";

// The long run of the kill tests, of the program as its sources stand, on both databases. Its counts are in a file: a run that is stopped
// (SIGINT) is taken up where it was. Ends with 1 where anything was torn, lost, half done or leaked.
// node test/campaigns/kills.ts TALLY [--only render,import,rotate,restore] [--kills 500] [--batch 10]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    kills: { type: "string", default: "500" },
    batch: { type: "string", default: "10" },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error("node test/campaigns/kills.ts TALLY [--only NAMES] [--kills 500]");
const names = values.only?.split(",") ?? Object.keys(commandTrials);
const tally = new Tally(file);
const random = randomFrom(Date.now() % 2 ** 31);

// Stopped by a signal, it ends the round that it is in.
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    isStopping = true;
  });

const dist = mkdtempSync(join(tmpdir(), "identikit-kills-dist-"));
await makeDist(house, dist);
const open = [await places.sqlite(), await places.postgres()];
const trials = new Map<string, Trial>();
let isDone = false;
while (!isStopping && !isDone) {
  isDone = true;
  for (const name of names) {
    for (const place of open) {
      const label = `${name} ${place.kind}`;
      const make = commandTrials[name];
      if (make === undefined) throw new Error(`there is no trial ${name}`);
      const wanted = Math.min(Number(values.batch), Number(values.kills) - tally.of(label).kills);
      if (isStopping || wanted <= 0) continue;
      isDone = false;
      try {
        const trial = trials.get(label) ?? (await make({ place, program: join(dist, "identikit.js") }));
        trials.set(label, trial);
        const until = tally.of(label).kills + wanted;
        while (!isStopping && tally.of(label).kills < until) tally.add(label, await trial.round(random));
        await trial.checkAll();
      } catch (caught) {
        // What lies there is the evidence: the next batch begins with something new.
        trials.delete(label);
        tally.of(label).broken.push((caught as Error).stack ?? String(caught));
      }
      tally.keep();
      process.stdout.write(`${new Date().toISOString()} ${label}: ${tally.of(label).kills} kills\n`);
    }
  }
}
for (const each of [...trials.values(), ...open]) await each[Symbol.asyncDispose]();
rmSync(dist, { recursive: true });
process.stdout.write(tally.table());
process.exitCode = tally.isBroken ? 1 : 0;
