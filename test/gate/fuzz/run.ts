import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readInstructions } from "../../../src/gate/dockerfile/instruction.ts";
import { checkDockerfile } from "../../../src/gate/dockerfile-side.ts";
import { Campaign } from "./campaign.ts";
import { buildOracle } from "./oracle.ts";

// The long run: npm run fuzz:dockerfiles -- --cases 100000 --seed 1
const { values } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" } } });
const directory = mkdtempSync(join(tmpdir(), "identikit-fuzz-"));
try {
  const started = performance.now();
  const campaign = new Campaign({ checkDockerfile, readInstructions }, buildOracle(directory));
  campaign.run(Number(values.seed ?? 1), Number(values.cases ?? 10_000));
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${campaign.account()}\n${seconds} seconds\n`);
  process.exitCode = campaign.failures.length === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
