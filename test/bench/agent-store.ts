// The store of agent runs on both databases: `node test/bench/agent-store.ts [SCALE [PART]]`, where a SCALE of 0.1 does a tenth of it,
// and PART is events, watchers or queue.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../src/agents/kinds/record/agent-tool-event.ts";
import { parseFieldSelector } from "../../src/agents/resource/selector.ts";
import { WorkQueue } from "../../src/agents/store/queue/work-queue.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";

const scale = Number(process.argv[2] ?? 1);
const asked = (part: string) => process.argv[3] === undefined || process.argv[3] === part;
const directory = mkdtempSync(join(tmpdir(), "identikit-store-bench-"));
await using server = await PostgresServer.start({ durable: true });
for (const [kind, location] of [
  ["SQLite", join(directory, "config.db")],
  ["PostgreSQL", await server.createDatabase()],
] as const) {
  await using database = await openDatabase(location);
  if (asked("events")) await events(kind, database);
  if (asked("watchers")) await watchers(kind, location);
}
if (asked("queue")) await queue(await server.createDatabase());
rmSync(directory, { recursive: true });

/** The median of some repetitions, in milliseconds. */
async function median(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let at = 0; at < times; at++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return taken.toSorted((a, b) => a - b)[taken.length >> 1] ?? Number.NaN;
}

async function events(kind: string, database: ConfigDatabase): Promise<void> {
  const store = new SqlStore(database);
  const total = Math.round(1_000_000 * scale);
  const [attempts, batch] = [20, 500];
  const of = (attempt: number, first: number) =>
    Array.from({ length: batch }, (_, at) =>
      agentToolEvent.spec.parse({
        ...{ run: "run-1", attempt: `run-1-${attempt}`, seq: first + at, type: "tool" as const },
        text: `The agent did something that takes a line to say, number ${first + at}.`,
      }),
    );
  const start = performance.now();
  for (let first = 1; first * attempts <= total; first += batch)
    for (let attempt = 0; attempt < attempts; attempt++) await store.appendEvents("acme", of(attempt, first));
  const rate = total / ((performance.now() - start) / 1000);
  print(`events stored a second, ${kind}`, rate, { atLeast: 5000 });
  const fields = parseFieldSelector("spec.attempt=run-1-7");
  const query = { namespace: "acme", fields, limit: 50 };
  const { continue: token } = await store.read((objects) =>
    objects.list(agentToolEvent, { ...query, limit: 1000 }),
  );
  const taken = await median(100, () =>
    store.read((objects) => objects.list(agentToolEvent, { ...query, continue: token })),
  );
  print(`page among ${total} events, ${kind}, milliseconds`, taken, { atMost: 20 });
}

/** 200 who watch, at 50 changes a second, which several write at a time: a commit that is slow holds up nobody but itself. */
async function watchers(kind: string, location: string): Promise<void> {
  await using database = await openDatabase(location);
  await using writer = await openDatabase(location);
  await using store = new SqlStore(database);
  const objects = new SqlStore(writer);
  const { resourceVersion } = await store.read((reader) => reader.list(agentDispatchRun, { limit: 1 }));
  const end = new AbortController();
  const changes = Math.max(100, Math.round(1000 * scale));
  const seen = Array.from({ length: 200 }, (): { readonly name: string; readonly version: number }[] => []);
  const delays: number[] = [];
  const written = new Map<string, number>();
  const watching = seen.map(async (told) => {
    for await (const change of store.watch([agentDispatchRun], resourceVersion, { signal: end.signal })) {
      if (change.type === "BOOKMARK") continue;
      const { name, resourceVersion: version } = change.object.metadata;
      told.push({ name, version: Number(version) });
      delays.push(performance.now() - (written.get(name) ?? Number.NaN));
      if (told.length === changes) return;
    }
  });
  const spec = agentDispatchRun.spec.parse(agentDispatchRun.example.spec);
  const writes: Promise<unknown>[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let at = 0; at < changes; at++) {
    const name = `watched-${at}`;
    written.set(name, performance.now());
    writes.push(
      objects.write((to) =>
        to.create(agentDispatchRun, {
          kind: "AgentDispatchRun",
          metadata: { namespace: "acme", name },
          spec,
        }),
      ),
    );
    await sleep(Math.max(0, start + (at + 1) * 20 - performance.now()));
  }
  await Promise.all([...writes, ...watching]);
  const rate = changes / ((performance.now() - start) / 1000);
  end.abort();
  const { user, system } = process.cpuUsage(cpu);
  const [first = []] = seen;
  const isInOrder = first.every(({ version }, at) => at === 0 || version > (first[at - 1]?.version ?? 0));
  if (!isInOrder || new Set(first.map(({ name }) => name)).size !== changes)
    throw new Error("a watcher saw changes out of order, or one twice");
  const expected = JSON.stringify(first);
  if (seen.some((told) => JSON.stringify(told) !== expected)) throw new Error("a watcher missed a change");
  const spent = ((user + system) / 1000 / changes).toFixed(1);
  print(`changes a second, each seen by 200 watchers in order and once, ${kind}`, rate, { atLeast: 49 });
  const late = delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)] ?? Number.NaN;
  process.stdout.write(
    `  ${kind}: ${spent} ms of processor time a change, for who writes and 200 who watch\n`,
  );
  print(`delay until a watcher knows, p95, ${kind}, milliseconds`, late, { atMost: 1000 });
}

async function queue(location: string): Promise<void> {
  const count = Math.round(10_000 * scale);
  await using database = await openDatabase(location);
  const keys = Array.from({ length: count }, (_, at) => ({
    kind: "AgentDispatchRun",
    namespace: "acme",
    name: `run-${at}`,
  }));
  await new WorkQueue(database).demand("dispatch", keys);
  const claimed: string[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async (_, at) => {
      const own = new WorkQueue(database);
      for (;;) {
        const claims = await own.claim("dispatch", { worker: `w${at}`, limit: 20 });
        if (claims.length === 0) return;
        claimed.push(...claims.map(({ name }) => name));
        await own.finish(claims);
      }
    }),
  );
  const rate = count / ((performance.now() - start) / 1000);
  if (claimed.length !== count || new Set(claimed).size !== count)
    throw new Error("something was claimed twice, or not at all");
  print(`${count} queued, 8 workers on PostgreSQL, claimed a second`, rate, { atLeast: 300 });
}
