import process from "node:process";
import { fuzzArchives } from "../attack/archive-fuzz.ts";

// The long run of the archive fuzz: node test/campaigns/fuzz-archives.ts [count] [seed]
const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const started = performance.now();
const { refused, right } = await fuzzArchives(count, seed);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `${count} mutated archives, seed ${seed}: ${refused} refused, ${right} read as GNU tar reads them, in ${seconds} s\n`,
);
