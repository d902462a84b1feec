// 10,000 agents of 20 types, 200 MCP servers, 500 secrets on SQLite: `node test/bench/render-fleet.ts [AGENTS] [nosync]`, in any order.
// Beside each time stands what this process used of the processors, which the disk and other programs hardly move.
import { execFileSync } from "node:child_process";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { SettledIndex } from "../../src/env/settled-index.ts";
import { print } from "./parts/figure.ts";
import { Fleet } from "./parts/fleet.ts";
import { median } from "./parts/ratio.ts";

const words = process.argv.slice(2);
const sync = !words.includes("nosync");
const count = Number(words.find((word) => word !== "nosync") ?? 10_000);
if (!Number.isInteger(count) || count < 1)
  throw new TypeError(`${words.join(" ")}: give AGENTS, from 1, and nosync`);
await using fleet = await Fleet.make(tmpdir(), count, sync);
const { envRoot } = fleet;
const plainRoot = join(dirname(envRoot), "plain");

async function timed(what: string, work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const used = `${((user + system) / 1e6).toFixed(2)} s of the processors`;
  process.stdout.write(
    `  ${what}: ${(ms / 1000).toFixed(2)} s, ${((ms * 1000) / count).toFixed(0)} us an agent, ${used}\n`,
  );
  return ms;
}

/** From the commit of a row that concerns one agent to its files on the disk, in milliseconds. */
async function renderOneRow(turn: number): Promise<number> {
  await fleet.changeOneRow(turn);
  const start = performance.now();
  const rendered = await fleet.renderDue();
  const ms = performance.now() - start;
  if (rendered !== 1) throw new Error(`${rendered} agents were rendered for one row`);
  return ms;
}

function readFiles(): [path: string, bytes: Buffer][] {
  return readdirSync(envRoot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".identikit"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(envRoot.length + 1), readFileSync(path)];
    });
}

function writePlainly(files: readonly [path: string, bytes: Buffer][]): void {
  for (const [path, bytes] of files) {
    const target = join(plainRoot, path);
    mkdirSync(dirname(target), { recursive: true });
    const descriptor = openSync(`${target}.tmp`, "wx", 0o600);
    writeSync(descriptor, bytes);
    if (sync) fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(`${target}.tmp`, target);
  }
}

process.stdout.write(`${count} agents, ${sync ? "each file synced" : "nothing synced"}\n`);
const first = await timed("first render", () => fleet.renderAll("rendered"));
const plain = await timed("plain atomic writes of the same bytes", () => writePlainly(readFiles()));
const command = "find . -name .identikit -prune -o -type f -print0 | xargs -0 sha256sum > /dev/null";
const sumAll = () =>
  timed("sha256sum of all files", () => execFileSync("sh", ["-c", command], { cwd: envRoot }));
const renderNothing = () => timed("render with nothing to do", () => fleet.renderAll("unchanged"));
// The first reading of all files waits for what is still being written. Of the further ones the least disturbed counts.
await sumAll();
const turns = Array.from({ length: 5 }, () => [renderNothing, sumAll] as const);
const nothing: number[] = [];
const sums: number[] = [];
for (const [render, sum] of turns) {
  nothing.push(await render());
  sums.push(await sum());
}
await fleet.renderAll("unchanged", SettledIndex.open(envRoot));
const trusting: number[] = [];
for (const [, sum] of turns) {
  const render = () => fleet.renderAll("unchanged", SettledIndex.open(envRoot));
  trusting.push(await timed("render with nothing to do, --trust-stat", render));
  sums.push(await sum());
}
await fleet.renderDue();
// The first few run code that is not compiled yet, beside garbage of the whole fleet: no worker that is up is like that.
const rows: number[] = [];
for (let turn = 0; turn < 21; turn++) rows.push(await renderOneRow(turn));
const shown = rows.map((ms) => ms.toFixed(1)).join(" ");
process.stdout.write(`  one row changed, milliseconds one after the other: ${shown}\n`);
print("first render against plain atomic writes", first / plain, { atMost: 1 });
print("render with nothing to do against sha256sum", Math.min(...nothing) / Math.min(...sums), {
  atMost: 1,
});
print("the same with --trust-stat", Math.min(...trusting) / Math.min(...sums), { atMost: 0.25 });
print("one row changed, milliseconds", median(rows), { atMost: 10 });
