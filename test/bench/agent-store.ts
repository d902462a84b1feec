// The store of agent runs on both databases: `node test/bench/agent-store.ts [SCALE]`, where a SCALE of 0.1 does a tenth of it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../src/agents/kinds/record/agent-tool-event.ts";
import { parseFieldSelector } from "../../src/agents/resource/selector.ts";
import { objectColumns } from "../../src/agents/store/object-row.ts";
import { WorkQueue } from "../../src/agents/store/queue/work-queue.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";

const scale = Number(process.argv[2] ?? 1);
const directory = mkdtempSync(join(tmpdir(), "identikit-store-bench-"));
await using server = await PostgresServer.start({ durable: true });
for (const [kind, location] of [
  ["SQLite", join(directory, "config.db")],
  ["PostgreSQL", await server.createDatabase()],
] as const) {
  await using database = await openDatabase(location);
  await pages(kind, database);
  await events(kind, database);
  await watchers(kind, location);
}
await queue(await server.createDatabase());
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

async function pages(kind: string, database: ConfigDatabase): Promise<void> {
  const count = Math.round(100_000 * scale);
  const value = JSON.stringify({ spec: agentDispatchRun.spec.parse(agentDispatchRun.example.spec) });
  await database.transaction("write", async ({ query, sql }) => {
    const numbers =
      kind === "SQLite"
        ? sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n`
        : sql`SELECT generate_series(1, ${sql.lit(count)}) AS i`;
    await sql`INSERT INTO agent_object (kind, namespace, name, value, status)
      SELECT 'AgentDispatchRun', 'acme', 'run-' || i, CAST(${value} AS TEXT), '{"phase":"Queued"}' FROM (${numbers}) AS numbers`.execute(
      query,
    );
  });
  // A server counts its rows by itself, but not at once after so many.
  await database.transaction("write", async ({ query, sql }) => {
    await sql`ANALYZE agent_object`.execute(query);
  });
  const store = new SqlStore(database);
  const first = await store.read((objects) =>
    objects.list(agentDispatchRun, { namespace: "acme", limit: 50, newestFirst: true }),
  );
  const page = () =>
    store.read((objects) =>
      objects.list(agentDispatchRun, {
        namespace: "acme",
        limit: 50,
        newestFirst: true,
        continue: first.continue,
      }),
    );
  const last = first.items.at(-1);
  // What any program has to do for these rows: the keyed query, in one state of the database, and the JSON read.
  const keyed = () =>
    database.transaction("read", async ({ query, sql }) => {
      await sql`SELECT version FROM agent_clock`.execute(query);
      const { rows } = await sql<{
        value: string;
        status: string;
      }>`SELECT ${sql.raw(objectColumns)}
        FROM agent_object WHERE kind = 'AgentDispatchRun' AND namespace = 'acme'
          AND (created, name) < (${last?.metadata.creationTimestamp}, ${last?.metadata.name}) ORDER BY created DESC, name DESC LIMIT 51`.execute(
        query,
      );
      return rows.map((row) => [JSON.parse(row.value), JSON.parse(row.status)]);
    });
  await median(50, page);
  await median(50, keyed);
  const [ours, bare] = [await median(300, page), await median(300, keyed)];
  process.stdout.write(`  ${kind}: page ${ours.toFixed(2)} ms, keyed query ${bare.toFixed(2)} ms\n`);
  print(`page of 50 among ${count} runs, ${kind}, time against the keyed query`, ours / bare, {
    atMost: 1.5,
  });
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

/** 200 who watch, at 50 changes a second. */
async function watchers(kind: string, location: string): Promise<void> {
  await using database = await openDatabase(location);
  await using writer = await openDatabase(location);
  await using store = new SqlStore(database);
  const objects = new SqlStore(writer);
  const { resourceVersion } = await store.read((reader) => reader.list(agentDispatchRun, { limit: 1 }));
  const end = new AbortController();
  const changes = Math.max(100, Math.round(1000 * scale));
  const seen = Array.from({ length: 200 }, (): string[] => []);
  const delays: number[] = [];
  const written = new Map<string, number>();
  const watching = seen.map(async (names) => {
    for await (const change of store.watch([agentDispatchRun], resourceVersion, { signal: end.signal })) {
      if (change.type === "BOOKMARK") continue;
      names.push(change.object.metadata.name);
      delays.push(performance.now() - (written.get(change.object.metadata.name) ?? Number.NaN));
      if (names.length === changes) return;
    }
  });
  const spec = agentDispatchRun.spec.parse(agentDispatchRun.example.spec);
  const start = performance.now();
  for (let at = 0; at < changes; at++) {
    const name = `watched-${at}`;
    written.set(name, performance.now());
    await objects.write((to) =>
      to.create(agentDispatchRun, { kind: "AgentDispatchRun", metadata: { namespace: "acme", name }, spec }),
    );
    await sleep(Math.max(0, start + (at + 1) * 20 - performance.now()));
  }
  const rate = changes / ((performance.now() - start) / 1000);
  await Promise.all(watching);
  end.abort();
  const expected = Array.from({ length: changes }, (_, at) => `watched-${at}`).join();
  if (seen.some((names) => names.join() !== expected))
    throw new Error("a watcher missed a change, or saw one twice");
  process.stdout.write(
    `  ${kind}: 200 watchers, ${changes} changes at ${rate.toFixed(1)} a second, each seen by all, in order, once\n`,
  );
  const late = delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)] ?? Number.NaN;
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
