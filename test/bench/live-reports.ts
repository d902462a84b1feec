// What runners report while agents work, on both databases: `node test/bench/live-reports.ts [EVENTS]`. The reports go through the function
// behind the route of `serve`, with the attempt, its heartbeat and its answers; the page is that of `runs events --after`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentToolEvent } from "../../src/agents/kinds/record/agent-tool-event.ts";
import { takeReport } from "../../src/agents/results/take-report.ts";
import { readEvents } from "../../src/agents/store/events/read-events.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";

const total = Number(process.argv[2] ?? 1_000_000);
const [attempts, batch, reported] = [20, 500, 50_000];
const directory = mkdtempSync(join(tmpdir(), "identikit-reports-bench-"));
await using server = await PostgresServer.start({ durable: true });
for (const [kind, location] of [
  ["SQLite", join(directory, "config.db")],
  ["PostgreSQL", await server.createDatabase()],
] as const) {
  await using database = await openDatabase(location);
  await using store = new SqlStore(database);
  await reports(kind, database, store);
  await pages(kind, database, store);
}
rmSync(directory, { recursive: true });

function eventsFrom(first: number) {
  return Array.from({ length: batch }, (_, at) => ({
    ...{ seq: first + at, type: "tool" as const, time: "2026-11-22T10:00:00Z" },
    text: `The agent did something that takes a line to say, number ${first + at}.`,
  }));
}

async function reports(kind: string, database: ConfigDatabase, store: SqlStore): Promise<void> {
  const key = (at: number) => ({ namespace: "acme", name: `run-${at}-1` });
  const spec = agentDispatchAttempt.spec.parse(agentDispatchAttempt.example.spec);
  await store.write(async (writer) => {
    for (let at = 0; at < attempts; at++)
      await writer.create(
        agentDispatchAttempt,
        { kind: agentDispatchAttempt.kind, metadata: key(at), spec: { ...spec, run: `run-${at}` } },
        { phase: "Queued" },
      );
  });
  const now = () => new Date();
  const start = performance.now();
  for (let first = 1; first * attempts <= reported; first += batch)
    for (let at = 0; at < attempts; at++) {
      const said = { version: 1 as const, runner: { name: "runner-1" }, asks: [], events: eventsFrom(first) };
      await takeReport({ database, store, now }, key(at), said);
    }
  const rate = reported / ((performance.now() - start) / 1000);
  print(`events that runners report, stored a second, ${kind}`, rate, { atLeast: 5000 });
}

async function pages(kind: string, database: ConfigDatabase, store: SqlStore): Promise<void> {
  for (let first = 1; first * attempts <= total; first += batch)
    for (let at = 0; at < attempts; at++) {
      const of = { run: `page-${at}`, attempt: `page-${at}-1` };
      await store.appendEvents(
        "acme",
        eventsFrom(first).map((event) => agentToolEvent.spec.parse({ ...event, ...of })),
      );
    }
  const taken: number[] = [];
  for (let at = 0; at < 100; at++) {
    const started = performance.now();
    const after = Math.floor((at / 100) * (total / attempts - 50));
    const page = await readEvents(database, { namespace: "acme", attempt: "page-7-1", after, limit: 50 });
    if (page.length !== 50) throw new Error(`a page has ${page.length} events`);
    taken.push(performance.now() - started);
  }
  const middle = taken.toSorted((a, b) => a - b)[50] ?? Number.NaN;
  print(`page of 50 among ${total} events, ${kind}, milliseconds`, middle, { atMost: 20 });
}
