import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { house } from "../architecture/rooms.ts";
import { attackLines } from "../attack/lines/attack-lines.ts";
import { holds, patternOf, resultOf, type TestResult } from "../attack/lines/proof-result.ts";
import { type HuntResult, resultsPage } from "../attack/lines/results-page.ts";

// Every line of the attacks with its tests, the fuzzers and the kills, and docs/security/results.md of all of it:
// npm run attack -- [--seed N] [--times N] [--only lines,hunts] [--to FILE] [--tests FILE…]. What it needs is what `CI=true npm test` needs. Ends with 1
// where a line or a hunt failed, or a line has no test.
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    /** How many times as long the hunts are. */
    times: { type: "string", default: "1" },
    only: { type: "string", default: "lines,hunts" },
    /** JSON reports of Vitest that were made already, such as that of a whole run; a later one counts for the tests that it has. */
    tests: { type: "string", multiple: true },
    to: { type: "string", default: join(house, "docs/security/results.md") },
  },
});
const print = (text: string) => process.stdout.write(`${text}\n`);
const scratch = mkdtempSync(join(tmpdir(), "identikit-attacks-"));
const count = (number: number) => String(number * Number(values.times));
const { seed } = values;

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Runs the tests that prove lines, and no others of their files. @returns the file of their report */
function runTests(): string {
  const lines = Object.values(attackLines).flat();
  const files = [...new Set(lines.flatMap(({ proofs }) => Object.keys(proofs)))];
  const names = lines.flatMap(({ proofs }) => Object.values(proofs).flat().map(patternOf));
  const file = join(scratch, "tests.json");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const args = ["run", ...reporters, "-t", names.join("|"), ...files];
  spawnSync(join(house, "node_modules/.bin/vitest"), args, {
    cwd: house,
    stdio: "inherit",
    // Where a program is missing, a test fails and is not left out.
    env: { ...process.env, CI: "true" },
  });
  return file;
}

function testResults(files: readonly string[]): TestResult[] {
  const results = new Map<string, TestResult>();
  for (const { testResults: each } of files.map((file) =>
    report.parse(JSON.parse(readFileSync(file, "utf8"))),
  ))
    for (const { name: path, assertionResults } of each)
      for (const { fullName: name, status } of assertionResults) {
        const file = relative(house, path);
        // A test that a run left out says nothing.
        if (status === "passed" || status === "failed")
          results.set(`${file}\0${name}`, { file, name, passed: status === "passed" });
      }
  return [...results.values()];
}

function hunt(what: string, script: string, ...args: readonly string[]): HuntResult {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [script, ...args], {
    cwd: house,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  const lines = stdout
    .trim()
    .split("\n")
    .filter((line) => !/^\d+ seconds$/.test(line));
  print(`${what}: ${lines.at(-1)}`);
  const command = ["node", script, ...args].join(" ").replace(`${scratch}/`, "");
  return { what, command, seconds, passed: status === 0, said: (lines.at(-1) ?? "").trim() };
}

const hunts = () => [
  hunt("archives, against GNU tar", "test/campaigns/fuzz-archives.ts", count(5_000), seed),
  hunt(
    "manifests, indexes and configs, against Go's readers",
    "test/attack/documents/fuzz-documents.ts",
    "--cases",
    count(20_000),
    "--seed",
    seed,
  ),
  hunt(
    "image layers, against the code of every engine",
    "test/campaigns/fuzz-layers.ts",
    "--cases",
    count(2_000),
    "--seed",
    seed,
  ),
  hunt(
    "Dockerfiles, against BuildKit and buildah",
    "test/gate/fuzz/run.ts",
    "--cases",
    count(5_000),
    "--seed",
    seed,
  ),
  hunt(
    "roles, against Kubernetes' authorizer",
    "test/campaigns/fuzz-rbac.ts",
    "--requests",
    count(20_000),
    "--seed",
    seed,
  ),
  hunt(
    "kills of fetch and materialize",
    "test/campaigns/kills.ts",
    join(scratch, "files.json"),
    "--only",
    "fetch,materialize",
    "--kills",
    count(10),
  ),
  hunt(
    "kills of render, import, rotate, restore",
    "test/campaigns/kills.ts",
    join(scratch, "rows.json"),
    "--kills",
    count(4),
    "--batch",
    "4",
  ),
];

const isAsked = (what: string) => values.only.split(",").includes(what);
const results = isAsked("lines") ? testResults(values.tests ?? [runTests()]) : [];
const areas = Object.fromEntries(
  Object.entries(isAsked("lines") ? attackLines : {}).map(([area, lines]) => [
    area,
    lines.map((line) => resultOf(line, results)),
  ]),
);
const commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], {
  cwd: house,
  encoding: "utf8",
}).trim();
const day = new Date().toISOString().slice(0, 10);
mkdirSync(join(values.to, ".."), { recursive: true });
const write = (hunted: readonly HuntResult[]) =>
  writeFileSync(values.to, resultsPage({ commit, day, areas, hunts: hunted }));
// Also before the hunts, which are long: what came of the lines is not lost with them.
write([]);
const hunted = isAsked("hunts") ? hunts() : [];
write(hunted);
rmSync(scratch, { recursive: true });
const failed = Object.values(areas)
  .flat()
  .filter((each) => !holds(each));
for (const { line, missing } of failed)
  print(`failed: ${line.attack}${missing.map((each) => `\n  no test: ${each}`).join("")}`);
print(
  `${failed.length} lines failed, ${hunted.filter(({ passed }) => !passed).length} hunts failed; ${relative(house, values.to)}`,
);
process.exitCode = failed.length > 0 || hunted.some(({ passed }) => !passed) ? 1 : 0;
