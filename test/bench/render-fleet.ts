// 10,000 agents of 20 types, 200 MCP servers, 500 secrets on SQLite: `node test/bench/render-fleet.ts [AGENTS] [nosync]`, in any order.
// Beside each time stands what this process used of the processors, which the disk and other programs hardly move.
import { execFileSync } from "node:child_process";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import type { Cells } from "../../src/config/connection/session.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import { type ConfigTable, shapeOf } from "../../src/config/schema/tables.ts";
import { openSecretReader } from "../../src/config/secrets/secret-reader.ts";
import { LedgerKey } from "../../src/env/ledger-key.ts";
import { type AgentOutcome, renderAgents } from "../../src/env/render-agents.ts";
import { renderQueued } from "../../src/env/render-queued.ts";
import { SettledIndex } from "../../src/env/settled-index.ts";
import { noEvents } from "../../src/events/event-sink.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";

const words = process.argv.slice(2);
const sync = !words.includes("nosync");
const count = Number(words.find((word) => word !== "nosync") ?? 10_000);
if (!Number.isInteger(count) || count < 1)
  throw new TypeError(`${words.join(" ")}: give AGENTS, from 1, and nosync`);
const types = 20;
const directory = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const keyring = Keyring.parse(Keyring.generateEntry("bench"), "bench");
const server = (type: number, key: number) => ({
  type: "http",
  url: `https://mcp.example/${type}/${key}`,
  headers: {
    Authorization: `Bearer \${SECRET:S${type * 25 + key * 2}}`,
    "X-Team": `\${SECRET:S${type * 25 + key * 2 + 1}}`,
  },
});

async function fill(database: ConfigDatabase): Promise<void> {
  const rows = new Map<ConfigTable, Cells[]>();
  const add = (table: ConfigTable, ...cells: Cells) => rows.set(table, [...(rows.get(table) ?? []), cells]);
  for (let type = 0; type < types; type++) {
    const name = `type-${type}`;
    add("agent_type", name, "claude-code", true);
    for (let key = 0; key < 10; key++) {
      add("mcp_server", "type", name, `server-${key}`, true, JSON.stringify(server(type, key)));
    }
    for (let key = 0; key < 4; key++)
      add("plugin_binding", "type", name, `plugin-${key}@house`, true, "true");
    for (let key = 0; key < 3; key++) {
      const text = `# Skill ${key} of ${name}\n${"Do the work with care.\n".repeat(60)}`;
      add("skill", "type", name, `skill-${key}`, true, JSON.stringify([{ path: "SKILL.md", text }]));
    }
    const prompt = `You are an agent of ${name}.\n${"Be kind, and be exact.\n".repeat(100)}`;
    add("system_prompt", "type", name, "system", true, JSON.stringify(prompt));
  }
  const source = { source: { source: "github", repo: "acme/plugins" } };
  add("plugin_marketplace", "global", "", "house", true, JSON.stringify(source));
  const secrets = Array.from({ length: 500 }, (_, secret): Cells => {
    const sealed = keyring.seal(`S${secret}`, `1.${"a".repeat(16)}`, `value-${secret}-${"x".repeat(30)}`);
    const { name, version, keyId, nonce, ciphertext, tag } = sealed;
    return [name, version, keyId, nonce, ciphertext, tag];
  });
  const agents = Array.from(
    { length: count },
    (_, agent): Cells => [`agent-${agent}`, `type-${agent % types}`, true],
  );
  // The agents come last, so that each is made due once rather than by every row before it.
  await database.transaction("configure", async ({ bulk }) => {
    await bulk.put(shapeOf("secret"), secrets);
    for (const [table, of] of rows) await bulk.put(shapeOf(table), of);
    await bulk.put(shapeOf("agent"), agents);
  });
}

const location = join(directory, "config.db");
const envRoot = join(directory, "env");
await using database = await openDatabase(location);
await fill(database);
const settings = () => ({
  envRoot,
  secrets: openSecretReader({ database, keyring, env: {}, log: silentLogger, clock: systemClock }),
  accessor: "bench",
  reason: "bench",
  ledgerKeys: [new LedgerKey("bench", Buffer.alloc(32, 1))] as [LedgerKey],
  events: noEvents,
  clock: systemClock,
  sync,
});

async function renderAll(settledIndex?: SettledIndex): Promise<AgentOutcome[]> {
  const rows = await loadRows(database);
  const resolved = (function* () {
    for (const name of rows.agents) yield resolveAgent(rows, name);
  })();
  const outcomes = await renderAgents({ ...settings(), settledIndex, agents: resolved });
  await settledIndex?.write();
  return outcomes;
}

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

function expectAll(outcomes: readonly AgentOutcome[], result: AgentOutcome["result"]): void {
  const other = outcomes.find((outcome) => outcome.result !== result);
  if (other || outcomes.length !== count) throw new Error(`not all ${result}: ${JSON.stringify(other)}`);
}

/** From the commit of a row that concerns one agent to its files on the disk, in milliseconds. */
async function renderOneRow(turn: number): Promise<number> {
  const own: Cells = ["instance", `agent-${turn % count}`, "own", true, JSON.stringify(server(0, turn))];
  await database.transaction("configure", ({ bulk }) => bulk.put(shapeOf("mcp_server"), [own]));
  const start = performance.now();
  const { outcomes } = await renderQueued({ ...settings(), database, worker: "bench" });
  const ms = performance.now() - start;
  if (outcomes.length !== 1 || outcomes[0]?.result !== "rendered")
    throw new Error(`not one agent was rendered for one row: ${JSON.stringify(outcomes)}`);
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
  const root = join(directory, "plain");
  for (const [path, bytes] of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    const descriptor = openSync(`${target}.tmp`, "wx", 0o600);
    writeSync(descriptor, bytes);
    if (sync) fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(`${target}.tmp`, target);
  }
}

try {
  process.stdout.write(`${count} agents, ${sync ? "each file synced" : "nothing synced"}\n`);
  const first = await timed("first render", async () => expectAll(await renderAll(), "rendered"));
  const plain = await timed("plain atomic writes of the same bytes", () => writePlainly(readFiles()));
  const command = "find . -name .identikit -prune -o -type f -print0 | xargs -0 sha256sum > /dev/null";
  const sumAll = () =>
    timed("sha256sum of all files", () => execFileSync("sh", ["-c", command], { cwd: envRoot }));
  const renderNothing = () =>
    timed("render with nothing to do", async () => expectAll(await renderAll(), "unchanged"));
  // The first reading of all files waits for what is still being written. Of the further ones the least disturbed counts.
  await sumAll();
  const turns = Array.from({ length: 5 }, () => [renderNothing, sumAll] as const);
  const nothing: number[] = [];
  const sums: number[] = [];
  for (const [render, sum] of turns) {
    nothing.push(await render());
    sums.push(await sum());
  }
  expectAll(await renderAll(SettledIndex.open(envRoot)), "unchanged");
  const trusting: number[] = [];
  for (const [, sum] of turns) {
    const render = async () => expectAll(await renderAll(SettledIndex.open(envRoot)), "unchanged");
    trusting.push(await timed("render with nothing to do, --trust-stat", render));
    sums.push(await sum());
  }
  await renderQueued({ ...settings(), database, worker: "bench" });
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
} finally {
  rmSync(directory, { recursive: true });
}
