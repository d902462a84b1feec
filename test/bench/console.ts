// Pages of the console, from `identikit serve` of dist/ and in Chromium with a CPU that is made slower: `node test/bench/console.ts [RUNS]`.
// What is changed while people look is measured by test/campaigns/console-load.ts.
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { ServedFleet } from "../e2e/served-fleet.ts";
import { openBrowser } from "../services/chromium.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";
import { fillRuns } from "./parts/many-runs.ts";
import { processorMs } from "./parts/processor-ms.ts";

const namespace = "tidewater";
const count = Number(process.argv[2] ?? 100_000);
const slower = 4;
const [asked, opened, events] = [200, 7, 10_000];
const list = `/orgs/${namespace}/agents/runs`;

/** Scrolls by four rows a frame for two seconds, through rows that have to be read first, and gives the longest time between two frames. */
const longestFrame = `new Promise((done) => {
  const box = document.querySelector(".timeline-box");
  let [frames, before, longest] = [0, 0, 0];
  const step = (now) => {
    if (before > 0) longest = Math.max(longest, now - before);
    before = now;
    box.scrollTop -= 4 * 32;
    if (frames++ < 120) requestAnimationFrame(step);
    else done(longest);
  };
  requestAnimationFrame(step);
})`;

const browser = await openBrowser();
await using postgres = await PostgresServer.start({ durable: true });
for (const [name, env] of [
  ["SQLite", {}],
  ["PostgreSQL", { DATABASE_URL: await postgres.createDatabase() }],
] as const) {
  using fleet = copyFleet();
  for (const args of [["config", "sync"], ["apply"]]) {
    const done = await identikit(args, { cwd: fleet.root, env });
    if (done.code !== 0) throw new Error(`identikit ${args.join(" ")}: ${done.stderr}`);
  }
  {
    await using database = await openDatabase(
      "DATABASE_URL" in env ? env.DATABASE_URL : fleet.path(".identikit/config.db"),
    );
    await fillRuns(database, { namespace, count });
    await putLongRun(database);
  }
  await using served = await ServedFleet.start(fleet, env);
  const { token } = await served.signIn("--as", "mira", "--as-group", "forge:admin:tidewater/fleet");
  const headers = { authorization: `Bearer ${token}` };
  for (const [what, path] of [
    ["run list", list],
    ["second page of the run list", await nextOf(`${served.url}${list}`, headers)],
    ["runs of a phase", `${list}?phase=Queued`],
    ["overview", `/orgs/${namespace}/agents`],
  ] as const) {
    const [p95, spent] = await answers(served, path, headers);
    print(`${what} among ${count} runs, ${name}, answer, p95, milliseconds`, p95, { atMost: 30 });
    process.stdout.write(`  ${spent.toFixed(2)} ms of the server's processor time an answer\n`);
  }
  const usable = await usableAfter(browser, `${served.url}${list}`, token);
  print(`${what(name)}, CPU ${slower} times slower, usable after, milliseconds`, usable, { atMost: 1000 });
  if (name !== "SQLite") continue;
  await sizes(browser, `${served.url}/orgs/${namespace}/agents`, token);
  await timeline(browser, `${served.url}${list}/long`, token);
}
await browser.close();

function what(database: string): string {
  return `run list among ${count} runs, ${database}, in Chromium`;
}

async function putLongRun(database: ConfigDatabase): Promise<void> {
  const store = new SqlStore(database);
  const { spec } = agentDispatchRun.example;
  const [run, attempt] = ["long", "long-1"];
  await store.write(async (writer) => {
    await writer.create(
      agentDispatchRun,
      {
        kind: agentDispatchRun.kind,
        metadata: { namespace, name: run },
        spec: agentDispatchRun.spec.parse(spec),
      },
      { phase: "Running", currentAttempt: attempt, attempts: 1 },
    );
    await writer.create(
      agentDispatchAttempt,
      {
        kind: agentDispatchAttempt.kind,
        metadata: { namespace, name: attempt },
        spec: agentDispatchAttempt.spec.parse({ ...agentDispatchAttempt.example.spec, run }),
      },
      { phase: "Running", lastEvent: events },
    );
  });
  for (let first = 1; first <= events; first += 500)
    await store.appendEvents(
      namespace,
      Array.from({ length: 500 }, (_, at) => ({
        ...{
          run,
          attempt,
          seq: first + at,
          type: "tool" as const,
          tool: "Bash",
          status: "completed" as const,
        },
        text: `The agent did something that takes a line to say, number ${first + at}.`,
      })),
    );
  await store[Symbol.asyncDispose]();
}

async function nextOf(address: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(address, { headers: { ...headers, accept: "application/json" } });
  const { model } = await answer.json();
  return model.next;
}

/** How long a whole answer takes, p95, and the processor time that it costs the server, in milliseconds; one request after the other. */
async function answers(
  { url, pid }: ServedFleet,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly [p95: number, processor: number]> {
  const taken: number[] = [];
  let before = 0;
  for (let at = -20; at < asked; at++) {
    if (at === 0) before = processorMs(pid);
    const start = performance.now();
    const answer = await fetch(`${url}${path}`, { headers });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    if (at >= 0) taken.push(performance.now() - start);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  process.stdout.write(`  median ${(sorted[asked >> 1] ?? Number.NaN).toFixed(2)} ms\n`);
  return [sorted[Math.floor(asked * 0.95)] ?? Number.NaN, (processorMs(pid) - before) / asked];
}

/** Somebody's first page: nothing is cached. */
async function firstPage(by: Browser, token: string): Promise<Page> {
  const context = await by.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  return await context.newPage();
}

/** From the click until the script has taken the page over and its stream is open, the median, in milliseconds. */
async function usableAfter(by: Browser, address: string, token: string): Promise<number> {
  const taken: number[] = [];
  for (let at = 0; at < opened; at++) {
    const page = await firstPage(by, token);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await page.goto(address, { waitUntil: "commit" });
    taken.push(await liveAfter(page));
    await page.context().close();
  }
  return taken.toSorted((a, b) => a - b)[opened >> 1] ?? Number.NaN;
}

/** Milliseconds from the beginning of the navigation until the page says that it is live. */
async function liveAfter(page: Page): Promise<number> {
  return Number(
    await page.evaluate(`new Promise((done) => {
      const isLive = () => [...document.querySelectorAll(".pills > span")].some((one) => one.textContent.trim() === "Live");
      const look = () => (isLive() ? done(performance.now()) : requestAnimationFrame(look));
      look();
    })`),
  );
}

/** What the first page of somebody loads, compressed, in kilobytes of 1000 bytes. */
async function sizes(by: Browser, address: string, token: string): Promise<void> {
  const page = await firstPage(by, token);
  const bodies: Promise<readonly [string, number]>[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.startsWith("/assets/"))
      bodies.push(response.body().then((body) => [response.url(), gzipSync(body, { level: 9 }).length]));
  });
  await page.goto(address);
  await liveAfter(page);
  const all = await Promise.all(bodies);
  const sum = (ending: string) =>
    all.reduce((total, [url, bytes]) => (url.endsWith(ending) ? total + bytes : total), 0) / 1000;
  print("script of a first page, gzip, kB", sum(".js"), { atMost: 45 });
  print("style of a first page, gzip, kB", sum(".css"), { atMost: 15 });
  await page.context().close();
}

/** A line of time of 10,000 rows: until its first rows are there, and how long a frame takes at most while it is scrolled. */
async function timeline(by: Browser, address: string, token: string): Promise<void> {
  const firsts: number[] = [];
  const frames: number[] = [];
  for (let at = 0; at < opened; at++) {
    const page = await firstPage(by, token);
    await page.goto(address, { waitUntil: "commit" });
    await page.locator(".timeline-box li .event").first().waitFor();
    // The browser says when it painted only once it has: rows can be there before.
    await liveAfter(page);
    firsts.push(
      Number(
        await page.evaluate(
          "performance.getEntriesByName('first-contentful-paint')[0].startTime - performance.getEntriesByType('navigation')[0].responseEnd",
        ),
      ),
    );
    frames.push(Number(await page.evaluate(longestFrame)));
    await page.context().close();
  }
  const middle = (all: readonly number[]) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
  print(`${events} timeline rows, first rows painted after the answer, milliseconds`, middle(firsts), {
    atMost: 200,
  });
  print(`${events} timeline rows, longest frame of a scroll, milliseconds`, middle(frames), { atMost: 50 });
}
