// What a busy machine does not move, for CI: modules and bytes that a start loads, requests and bytes of a bake and a gate, files
// opened and statements sent by a render. Each bound is what it was last; it is set anew by hand, downwards. Needs dist/ and docker-registry.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cells } from "../../src/config/connection/session.ts";
import { openDatabase } from "../../src/config/database.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import { shapeOf } from "../../src/config/schema/tables.ts";
import { openSecretReader } from "../../src/config/secrets/secret-reader.ts";
import { LedgerKey } from "../../src/env/ledger-key.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { renderQueued } from "../../src/env/render-queued.ts";
import { SettledIndex } from "../../src/env/settled-index.ts";
import { noEvents } from "../../src/events/event-sink.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { deliverInto } from "../../src/template/deliver.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { TemplateAssets } from "../../src/template/template-assets.ts";
import { FileTree } from "../../src/tree/file-tree.ts";
import { house } from "../architecture/rooms.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { LoopbackProxy } from "../services/loopback-proxy.ts";
import { countCalls } from "./parts/count-calls.ts";
import { countLoads, type Loads } from "./parts/count-loads.ts";
import { print } from "./parts/figure.ts";
import { pushBase, writeTemplate } from "./parts/remote-base.ts";

const scratch = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const dist = join(house, "dist");
const identikit = join(dist, "identikit.js");

function printLoads(what: string, { modules, kibibytes }: Loads, most: Loads): void {
  print(`${what}: modules loaded`, modules, { atMost: most.modules });
  print(`${what}: KiB of modules`, kibibytes, { atMost: most.kibibytes });
}

async function countStarts(): Promise<void> {
  const action = await countLoads([join(dist, "fetch-template.js")], { INPUT_LOCKED: "perhaps" });
  printLoads("an action that only parses its inputs", action, { modules: 4, kibibytes: 68 });
  printLoads("identikit --version", await countLoads([identikit, "--version"]), { modules: 2, kibibytes: 9 });
  printLoads("identikit --help", await countLoads([identikit, "--help"]), { modules: 2, kibibytes: 9 });
  const help = await countLoads([identikit, "get", "--help"]);
  printLoads("identikit get --help", help, { modules: 22, kibibytes: 214 });
}

async function countImages(): Promise<void> {
  await using registry = await DockerRegistry.start();
  await pushBase(registry.host, "bench/base", 3, 200_000);
  await using proxy = await LoopbackProxy.start(registry.host);
  const template = writeTemplate(join(scratch, "template"));
  const to = `docker://${proxy.host}/bench/base:ours`;
  const home = { HOME: join(scratch, "home") };
  const jobs: [what: string, args: readonly string[], requests: number, most: Loads][] = [
    [
      "bake",
      ["bake", "--base", `${proxy.host}/bench/base:base`, "--to", to],
      8,
      { modules: 72, kibibytes: 1090 },
    ],
    ["gate", ["gate", "--image", to], 3, { modules: 71, kibibytes: 1080 }],
  ];
  for (const [what, args, most, loads] of jobs) {
    proxy.take();
    const loaded = await countLoads([identikit, ...args, "--template", template, "--json"], home);
    const { requests, sent, received } = proxy.take();
    printLoads(what, loaded, loads);
    print(`${what}: requests`, requests.length, { atMost: most });
    print(`${what}: KiB of content`, (sent + received) / 1024, { atMost: 13 });
  }
}

const agents = 40;
const keyring = Keyring.parse(Keyring.generateEntry("bench"), "bench");

async function countRenders(): Promise<void> {
  await using database = await openDatabase(join(scratch, "config.db"));
  const server = (key: number): Cells => {
    const headers = { "X-Team": "${SECRET:S}", Authorization: "Bearer ${SECRET:T}", "X-Of": "${SECRET:U}" };
    const value = { type: "http", url: `https://mcp.example/${key}`, headers };
    return ["type", "worker", `server-${key}`, true, JSON.stringify(value)];
  };
  const secrets = ["S", "T", "U"].map((named): Cells => {
    const { name, version, keyId, nonce, ciphertext, tag } = keyring.seal(
      named,
      "1.aaaaaaaaaaaaaaaa",
      "value",
    );
    return [name, version, keyId, nonce, ciphertext, tag];
  });
  const put = (table: Parameters<typeof shapeOf>[0], rows: readonly Cells[]) =>
    database.transaction("configure", ({ bulk }) => bulk.put(shapeOf(table), rows));
  await put("secret", secrets);
  await put("agent_type", [["worker", "claude-code", true]]);
  await put("mcp_server", [server(1), server(2)]);
  await put(
    "agent",
    Array.from({ length: agents }, (_, agent): Cells => [`agent-${agent}`, "worker", true]),
  );
  const settings = {
    database,
    worker: "bench",
    envRoot: join(scratch, "env"),
    secrets: openSecretReader({ database, keyring, env: {}, log: silentLogger, clock: systemClock }),
    accessor: "bench",
    reason: "bench",
    ledgerKeys: [new LedgerKey("bench", Buffer.alloc(32, 1))] as [LedgerKey],
    events: noEvents,
    clock: systemClock,
  };
  // One agent after the other: how many that are at work at once read their secrets in one transaction, the clock decides.
  const render = async (expected: number) => {
    const { outcomes } = await renderQueued({ ...settings, stopAfter: 1 });
    if (outcomes.length !== expected) throw new Error(`${outcomes.length} agents, not ${expected}`);
  };
  const first = await countCalls(() => render(agents));
  print("first render of 40 agents: files opened", first.opened, { atMost: 403 });
  // 459, and what follows the clock: a slow machine renews its hold on the agents. One more an agent would be 40.
  print("first render of 40 agents: statements", first.statements, { atMost: 470 });
  await put("mcp_server", [server(3)]);
  await render(agents);
  await database.transaction("configure", ({ bulk }) =>
    bulk.put(shapeOf("mcp_server"), [["instance", "agent-7", "own", true, server(9)[4]] as Cells]),
  );
  const one = await countCalls(() => render(1));
  const agentsOf = async () => {
    const rows = await loadRows(database);
    return rows.agents.map((name) => resolveAgent(rows, name));
  };
  const trusting = async () => {
    const settledIndex = SettledIndex.open(settings.envRoot);
    await renderAgents({ ...settings, settledIndex, agents: await agentsOf() });
    await settledIndex.write();
  };
  await trusting();
  const trusted = await countCalls(trusting);
  print("render of 40 agents with nothing to do, --trust-stat: files opened", trusted.opened, {
    atMost: 5,
  });
  print("the same: names asked about", trusted.looked, { atMost: 289 });
  print("one changed row: files opened", one.opened, { atMost: 18 });
  // Three transactions of claims with three settings of SQLite each, so that the disk is waited for twice instead of four times.
  print("one changed row: statements", one.statements, { atMost: 65 });
}

async function countDelivery(): Promise<void> {
  const bytes = Buffer.from("You are an agent.\n");
  const files = Array.from({ length: 200 }, (_, file) => ({ path: `prompts/${file % 4}/${file}.md`, bytes }));
  const policy = policyNamed();
  const origin = { name: "bench", source: "bench", commit: null };
  const assets = await TemplateAssets.check(FileTree.of(files, "bench"), policy, origin);
  const { signal } = new AbortController();
  const first = await countCalls(() => deliverInto(join(scratch, "into"), assets, { signal }));
  print("delivery of 200 files into 4 directories: files opened", first.opened, { atMost: 216 });
  print("delivery of 200 files into 4 directories: names asked about", first.looked, { atMost: 14 });
}

try {
  await countStarts();
  await countDelivery();
  await countImages();
  await countRenders();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
