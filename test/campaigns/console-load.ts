// Load on the console: real browsers and protocol clients that watch, and clients that write, on two replicas of `identikit serve` of dist/
// that share a PostgreSQL, behind a proxy that spreads connections. Halfway one replica is killed, and started again. Each listener has to
// hear each change once and in order. Exit 2 where something was lost or a target is missed. Needs dist/, PostgreSQL and Chromium.
//
//   node test/campaigns/console-load.ts [--minutes 10] [--browsers 5] [--watchers 45] [--writers 50] [--changes 10000 (a minute)]
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { CDPSession, Page } from "playwright-core";
import { agentContextLabel } from "../../src/agents/kinds/config/agent-context-label.ts";
import { ApiTokens } from "../../src/agents/store/tokens/api-tokens.ts";
import { openDatabase } from "../../src/config/database.ts";
import { isMet, print } from "../bench/parts/figure.ts";
import { processorMs } from "../bench/parts/processor-ms.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { ServedFleet } from "../e2e/served-fleet.ts";
import { openBrowser } from "../services/chromium.ts";
import { freePort } from "../services/free-port.ts";
import { PostgresServer } from "../services/postgres.ts";
import { ChangeLog } from "./load/change-log.ts";
import { listenAsKubectl, listenAsPages, write } from "./load/clients.ts";
import { MemorySamples, residentMebibytes } from "./load/memory-samples.ts";
import { SpreadingProxy } from "./load/spreading-proxy.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    browsers: { type: "string", default: "5" },
    watchers: { type: "string", default: "45" },
    writers: { type: "string", default: "50" },
    changes: { type: "string", default: "10000" },
  },
});
const [minutes, browsers, watchers, writers, changes] = [
  ...[values.minutes, values.browsers, values.watchers, values.writers, values.changes],
].map(Number) as [number, number, number, number, number];
const organization = "tidewater";
const sampleMs = 2000;

await using postgres = await PostgresServer.start({ durable: true });
using fleet = copyFleet();
const location = await postgres.createDatabase();
const env = { DATABASE_URL: location };
for (const args of [["config", "migrate"], ["config", "sync"], ["apply"]]) {
  const done = await identikit(args, { cwd: fleet.root, env });
  if (done.code !== 0) throw new Error(`identikit ${args.join(" ")}: ${done.stderr}`);
}
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const options = ["--controllers", "--auth", "token", "--public-url", url];
await using first = await ServedFleet.start(fleet, env, ...options);
await using second = await ServedFleet.start(fleet, env, ...options);
await using _ = await SpreadingProxy.start(port, [first.url, second.url]);

const end = new AbortController();
const log = new ChangeLog();
const place = { url, organization };
const people = await signIn(watchers + writers + browsers);
const after = await versionNow(people[0] ?? "");
const listeners = Array.from({ length: watchers }, () => log.listener());
const listening = listeners.map((listener, at) => {
  const asked = { after, listener, signal: end.signal };
  const by = { ...place, token: people[at] ?? "" };
  return at % 3 === 2 ? listenAsKubectl(by, asked) : listenAsPages(by, asked);
});
const stop = new AbortController();
const everyMs = (60_000 * writers) / changes;
const writing = Array.from({ length: writers }, (_one, at) =>
  write(
    { ...place, token: people[watchers + at] ?? "" },
    { name: `load-${at}`, everyMs, log, signal: stop.signal },
  ),
);
// Whatever fails ends the run: without this, it would be found only when all else has ended.
let broken: unknown;
for (const one of [...listening, ...writing])
  one.catch((thrown) => {
    broken ??= thrown;
    stop.abort();
  });
while (log.count < writers && broken === undefined) await sleep(100);
const chromium = await openBrowser();
const pages = await Promise.all(
  Array.from({ length: browsers }, (_one, at) =>
    watchedPage(`load-${at % writers}`, people[watchers + writers + at] ?? ""),
  ),
);

const memory = { first: new MemorySamples(), second: new MemorySamples(), page: new MemorySamples() };
const start = performance.now();
const [before, until] = [log.count, start + minutes * 60_000];
const processorBefore = processorMs(first.pid);
let isKilled = false;
while (performance.now() < until && broken === undefined) {
  await sleep(sampleMs);
  if (!isKilled && performance.now() > start + minutes * 30_000) {
    isKilled = true;
    await second.kill();
    await sleep(1000);
    await second.startAgain();
  }
  memory.first.add(residentMebibytes(first.pid));
  memory.second.add(residentMebibytes(second.pid));
  for (const { devtools } of pages.slice(0, 1)) memory.page.add(await heapMebibytes(devtools));
}
const rate = ((log.count - before) / (performance.now() - start)) * 60_000;
const spent = (processorMs(first.pid) - processorBefore) / (log.count - before);
stop.abort();
const repeated = (await Promise.all(writing)).reduce((sum, one) => sum + one, 0);
const missing = () => listeners.flatMap((listener) => listener.missing);
for (let waited = 0; missing().length > 0 && waited < 60_000; waited += 200) await sleep(200);
const onPages = (await Promise.all(pages.map(({ page }) => seenOn(page)))).flat();
end.abort();
await Promise.allSettled(listening);
await chromium.close();
if (broken !== undefined) throw broken;

const faults = listeners.flatMap((listener) => listener.faults);
for (const fault of faults.slice(0, 20)) process.stdout.write(`  ${fault}\n`);
process.stdout.write(
  `  ${minutes} minutes, ${browsers} browsers, ${watchers} listeners, ${writers} writers: ${log.count} changes, each heard ${watchers} times; ` +
    `${repeated} requests were repeated; a replica was killed ${isKilled ? "once" : "never"}\n`,
);
process.stdout.write(`  ${spent.toFixed(1)} ms of the processor time of the replica that lived, a change\n`);
const figures = [
  [
    "changes that a listener lost, heard twice, or out of order",
    missing().length + faults.length,
    { atMost: 0 },
  ],
  ["changes a minute", rate, { atLeast: changes * 0.95 }],
  ["event until a protocol client knows, p95, milliseconds", p95(log.delays), { atMost: 500 }],
  ["event until it is on a page, p95, milliseconds", p95(onPages), { atMost: 500 }],
  ["memory of the replica that lived, last third against second", memory.first.growth, { atMost: 1.15 }],
  ["memory of the replica that lived, most, MiB", memory.first.most, { atMost: 600 }],
  ["memory of a page's script, last third against second", memory.page.growth, { atMost: 1.15 }],
  ["memory of a page's script, most, MiB", memory.page.most, { atMost: 50 }],
] as const;
let isMissed = false;
for (const [what, figure, target] of figures) {
  print(what, figure, target);
  const { atMost, atLeast }: { readonly atMost?: number; readonly atLeast?: number } = target;
  const bound = atMost === undefined ? "at least" : "at most";
  isMissed ||= !isMet({ what, figure, bound, target: atMost ?? atLeast ?? 0 });
}
process.exitCode = isMissed ? 2 : 0;

/** Tokens of as many people, all of whom may do everything. */
async function signIn(count: number): Promise<readonly string[]> {
  await using database = await openDatabase(location);
  const tokens = new ApiTokens(database);
  const expires = new Date(Date.now() + (minutes + 60) * 60_000);
  const found: string[] = [];
  for (let at = 0; at < count; at++) {
    const actor = { kind: "User" as const, name: `person-${at}`, groups: ["forge:admin:tidewater/fleet"] };
    found.push(await tokens.issue({ actor, namespace: organization, expires }, new Date()));
  }
  return found;
}

async function versionNow(token: string): Promise<string> {
  const path = `/apis/identikit.dev/v1alpha1/namespaces/${organization}/${agentContextLabel.plural}`;
  const answer = await fetch(`${url}${path}?limit=1`, { headers: { authorization: `Bearer ${token}` } });
  const { metadata } = await answer.json();
  return metadata.resourceVersion;
}

/** A page that shows an object, and notes how long after it was asked for each change that it shows is seen. */
async function watchedPage(name: string, token: string) {
  const context = await chromium.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const page = await context.newPage();
  await page.goto(`${url}/orgs/${organization}/objects/${agentContextLabel.plural}/${name}`);
  await page.evaluate(`(() => {
    let before = document.body.innerText.match(/change \\d+ at (\\d+)/)?.[0];
    globalThis.delays = [];
    new MutationObserver(() => {
      const found = document.getElementById("main").textContent.match(/change \\d+ at (\\d+)/);
      if (!found || found[0] === before) return;
      before = found[0];
      globalThis.delays.push(Date.now() - Number(found[1]));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  return { page, devtools };
}

async function seenOn(page: Page): Promise<readonly number[]> {
  const found = await page.evaluate("globalThis.delays ?? []");
  return Array.isArray(found) ? found.map(Number) : [];
}

async function heapMebibytes(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1024 / 1024;
}

function p95(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? Number.NaN;
}
