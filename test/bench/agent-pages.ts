// Pages among many runs, in several orders and with selectors, on both databases before and after ANALYZE, each against the keyed
// query for the same rows: `node test/bench/agent-pages.ts [RUNS]`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { ListQuery } from "../../src/agents/resource/resource-store.ts";
import { parseFieldSelector, parseLabelSelector } from "../../src/agents/resource/selector.ts";
import { type ObjectRow, objectColumns } from "../../src/agents/store/object-row.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import type { Session } from "../../src/config/connection/session.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { agentIndexKeys } from "../../src/config/schema/agent-index-keys.ts";
import { certain } from "../../src/fault/certain.ts";
import { PostgresServer } from "../services/postgres.ts";
import { print } from "./parts/figure.ts";
import { fillRuns } from "./parts/many-runs.ts";

/** How a page is asked for, and the keyed query that a program would write by hand for the same rows. */
interface PageCase {
  readonly name: string;
  readonly query: ListQuery;
  readonly key: string;
  readonly equals: string;
  readonly order: readonly string[];
  /** Whether what is sought has no index: then the rows among which it is found are read too. */
  readonly seeks?: (labels: Readonly<Record<string, string>>) => boolean;
}

const acme = { namespace: "acme", limit: 50 };
const queued = { fields: parseFieldSelector("status.phase=Queued") };
const newest = { newestFirst: true };
const ofNamespace = { key: agentIndexKeys.namespace, equals: "AgentDispatchRun/acme" };
const ofPhase = { key: `phase <> '' AND ${agentIndexKeys.phase}`, equals: "AgentDispatchRun/acme/Queued" };
const byCreation = ["created", "name"];
const pageCases: readonly PageCase[] = [
  { name: "newest first", query: { ...acme, ...newest }, ...ofNamespace, order: byCreation },
  {
    name: "by name",
    query: acme,
    key: "namespace = 'acme' AND kind",
    equals: "AgentDispatchRun",
    order: ["name"],
  },
  {
    name: "of a phase, newest first",
    query: { ...acme, ...newest, ...queued },
    ...ofPhase,
    order: byCreation,
  },
  { name: "of a phase, by name", query: { ...acme, ...queued }, ...ofPhase, order: ["name"] },
  {
    name: "of a phase and a label, newest first",
    query: { ...acme, ...newest, ...queued, labels: parseLabelSelector("team=t7") },
    ...ofPhase,
    order: byCreation,
    seeks: ({ team }) => team === "t7",
  },
];

const count = Number(process.argv[2] ?? 100_000);
const directory = mkdtempSync(join(tmpdir(), "identikit-pages-bench-"));
await using server = await PostgresServer.start({ durable: true });
for (const location of [join(directory, "config.db"), await server.createDatabase()]) {
  await using database = await openDatabase(location);
  await fillRuns(database, { namespace: "acme", count });
  await pages(database, "at once");
  // A server counts its rows by itself, but not at once after so many.
  await database.transaction("write", async ({ query, sql }) => {
    await sql`ANALYZE agent_object`.execute(query);
  });
  await pages(database, "after ANALYZE");
}
rmSync(directory, { recursive: true });

async function pages(database: ConfigDatabase, when: string): Promise<void> {
  const kind = { sqlite: "SQLite", postgres: "PostgreSQL" }[database.kind];
  for (const one of pageCases) {
    const [ours, bare] = await pageTimes(database, one);
    const what = `page of 50 among ${count} runs ${one.name}, ${kind} ${when}`;
    process.stdout.write(`  ${what}: ${ours.toFixed(2)} ms, keyed query ${bare.toFixed(2)} ms\n`);
    print(`${what}, time against the keyed query`, ours / bare, { atMost: 1.5 });
  }
}

/** The median of a second page, and of the keyed query for it, in milliseconds; they take turns, so that a busy machine slows both. */
async function pageTimes(database: ConfigDatabase, one: PageCase): Promise<readonly [number, number]> {
  const store = new SqlStore(database);
  const first = await store.read((objects) => objects.list(agentDispatchRun, one.query));
  const page = () =>
    store.read((objects) => objects.list(agentDispatchRun, { ...one.query, continue: first.continue }));
  const { name, creationTimestamp } = certain(first.items.at(-1)).metadata;
  const last = one.order.map((column) => (column === "name" ? name : creationTimestamp));
  const keyed = () => database.transaction("read", (session) => keyedPage(session, one, last));
  const taken: readonly [number[], number[]] = [[], []];
  const times = one.seeks ? 60 : 300;
  for (let at = -times / 6; at < times; at++)
    for (const [index, work] of [page, keyed].entries()) {
      const start = performance.now();
      await work();
      if (at >= 0) taken[index]?.push(performance.now() - start);
    }
  const [ours = Number.NaN, bare = Number.NaN] = taken.map(
    (all) => all.toSorted((a, b) => a - b)[all.length >> 1],
  );
  return [ours, bare];
}

/** What any program has to do for these rows: the keyed query, in one state of the database, and the JSON read. */
async function keyedPage(
  { kind, query, sql }: Session,
  one: PageCase,
  last: readonly string[],
): Promise<unknown[]> {
  const plan = kind === "postgres" ? ", set_config('enable_bitmapscan', 'off', TRUE)" : "";
  await sql`SELECT version${sql.raw(plan)} FROM agent_clock`.execute(query);
  const [direction, behind] = one.query.newestFirst ? ["DESC", "<"] : ["ASC", ">"];
  const order = one.order.map((column) => `${column} ${direction}`).join(", ");
  const found: unknown[] = [];
  for (let after = last; found.length <= 50; ) {
    const { rows } = await sql<ObjectRow>`SELECT ${sql.raw(objectColumns)} FROM agent_object
      WHERE ${sql.raw(one.key)} = ${one.equals} AND ${sql.raw(`(${one.order.join(", ")}) ${behind}`)} (${sql.join([...after])})
      ORDER BY ${sql.raw(order)} LIMIT ${one.seeks ? 500 : 51}`.execute(query);
    const values = rows.map((row) => [JSON.parse(row.value), JSON.parse(row.status)]);
    found.push(...values.filter(([value]) => one.seeks?.(value.labels) ?? true));
    const { name = "", created = "" } = rows.at(-1) ?? {};
    after = one.order.map((column) => (column === "name" ? name : created));
  }
  return found;
}
