import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Difference, fuzzDocuments } from "./document-fuzz.ts";
import { GoReadings } from "./go-readings.ts";
import { modulesIn, readersOf } from "./our-reading.ts";

// A long run by hand: npm run fuzz:documents -- --cases N --seed N [--source DIR] [--found DIR] [--first]
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    source: { type: "string", default: join(import.meta.dirname, "../../../src") },
    found: { type: "string" },
    first: { type: "boolean", default: false },
  },
});

const started = performance.now();
let differences = 0;

function report({ what, kind, type, bytes }: Difference): void {
  differences++;
  const text = JSON.stringify({ what, kind, type, bytes: bytes.toString("base64") });
  if (differences <= 20) process.stdout.write(`${text}\n`);
  if (values.found !== undefined) {
    mkdirSync(values.found, { recursive: true });
    writeFileSync(join(values.found, `${values.seed}-${differences}.json`), `${text}\n`);
  }
  if (values.first) process.exit(1);
}

await using go = GoReadings.start();
const options = { count: Number(values.cases), seed: Number(values.seed) };
const tally = await fuzzDocuments(options, await readersOf(modulesIn(resolve(values.source))), go, report);
const seconds = Math.round((performance.now() - started) / 1000);
process.stdout.write(`${JSON.stringify({ seed: options.seed, seconds, differences, ...tally })}\n`);
process.exitCode = differences > 0 ? 1 : 0;
