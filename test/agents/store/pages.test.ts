import { expect, test } from "vitest";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { ListQuery } from "../../../src/agents/resource/resource-store.ts";
import { parseFieldSelector, parseLabelSelector } from "../../../src/agents/resource/selector.ts";
import { SqlReader } from "../../../src/agents/store/sql-reader.ts";
import type { Session } from "../../../src/config/connection/session.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore } from "./scene.ts";

const phases = ["Queued", "Running", "Succeeded"];
const places = ["acme", "beta"];

/** Runs of two organisations in three phases, two repositories and four teams; the names do not follow the order of their making. */
async function fill(database: ConfigDatabase, count: number) {
  const spec = agentDispatchRun.spec.parse(agentDispatchRun.example.spec);
  const rows = Array.from({ length: count }, (_, at) => ({
    namespace: places[at % 5 === 0 ? 1 : 0] ?? "",
    name: `run-${((at * 7919) % count).toString(36)}`,
    created: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 3) * 1000).toISOString(),
    phase: phases[at % 100 === 1 ? 1 : at % 2 === 0 ? 0 : 2] ?? "",
    repository: at % 3 === 0 ? "acme/berths" : "acme/tides",
    team: `t${at % 4}`,
  }));
  const cells = rows.map(({ namespace, name, created, phase, repository, team }) => [
    namespace,
    name,
    JSON.stringify({ labels: { team }, spec: { ...spec, repository } }),
    JSON.stringify({ phase }),
    created,
  ]);
  await database.transaction("write", async ({ kind, query, sql }) => {
    const columns = [0, 1, 2, 3, 4].map((at) =>
      kind === "sqlite" ? `json_extract(value, '$[${at}]')` : `value ->> ${at}`,
    );
    const each = kind === "sqlite" ? "json_each" : "json_array_elements";
    const from = kind === "sqlite" ? sql`${JSON.stringify(cells)}` : sql`${JSON.stringify(cells)}::json`;
    await sql`INSERT INTO agent_object (kind, namespace, name, value, status, created)
      SELECT 'AgentDispatchRun', ${sql.raw(columns.join(", "))} FROM ${sql.raw(each)}(${from})`.execute(
      query,
    );
  });
  return rows;
}

const selections: readonly ListQuery[] = [
  {},
  { fields: parseFieldSelector("status.phase=Queued") },
  { fields: parseFieldSelector("status.phase=Running") },
  { fields: parseFieldSelector("status.phase=Running,spec.repository=acme/berths") },
  { fields: parseFieldSelector("spec.repository=acme/tides") },
  { fields: parseFieldSelector("status.phase=Queued"), labels: parseLabelSelector("team=t2") },
];
const queries: readonly ListQuery[] = selections.flatMap((one) =>
  [{}, { namespace: "acme" }].flatMap((place) =>
    [false, true].map((newestFirst) => ({ ...one, ...place, newestFirst })),
  ),
);

describeOnBoth("pages of objects", (databases) => {
  test("hold what is asked for, in order and once, whatever index leads to it (P-32)", async () => {
    await using scene = await openStore(databases);
    const rows = await fill(scene.database, 600);
    for (const query of queries) {
      const { namespace, fields = [], labels = [], newestFirst = false } = query;
      const wanted = rows
        .filter((row) => namespace === undefined || row.namespace === namespace)
        .filter((row) =>
          fields.every(
            ({ field, value }) => (field === "status.phase" ? row.phase : row.repository) === value,
          ),
        )
        .filter((row) => labels.every(({ values }) => values.includes(row.team)))
        .map((row) => `${newestFirst ? `${row.created} ` : ""}${row.namespace} ${row.name}`)
        .toSorted();
      const found = await scene.store.read(async (objects) => {
        const keys: string[] = [];
        for await (const { metadata } of objects.each(agentDispatchRun, { ...query, limit: 17 })) {
          const { creationTimestamp, namespace: of, name } = metadata;
          keys.push(`${newestFirst ? `${creationTimestamp} ` : ""}${of} ${name}`);
        }
        return keys;
      });
      expect(found, JSON.stringify(query)).toEqual(newestFirst ? wanted.toReversed() : wanted);
    }
  });

  test("are counted by phase in one statement, up to a bound, and none of another organisation", async () => {
    await using scene = await openStore(databases);
    const rows = await fill(scene.database, 600);
    const kind = agentDispatchRun;
    const asked = ["Running", "Queued", "Waiting"].map((phase) => ({ kind, phase }));
    const count = (namespace: string, most: number) =>
      scene.store.read((objects) => objects.countPhases(namespace, asked, most));
    const there = (namespace: string, phase: string) =>
      rows.filter((row) => row.namespace === namespace && row.phase === phase).length;
    for (const namespace of places)
      expect(await count(namespace, 1000)).toEqual([
        there(namespace, "Running"),
        there(namespace, "Queued"),
        0,
      ]);
    expect(await count("acme", 100)).toEqual([there("acme", "Running"), 100, 0]);
    expect(await count("acme/x", 100)).toEqual([0, 0, 0]);
    expect(await scene.store.read((objects) => objects.countPhases("acme", [], 9))).toEqual([]);
  });

  test("of another organisation are not reached by a slash in the name of one", async () => {
    await using scene = await openStore(databases);
    await fill(scene.database, 50);
    await scene.database.transaction("write", async ({ query, sql }) => {
      await sql`UPDATE agent_object SET status = '{"phase":"odd/Queued"}'`.execute(query);
    });
    const list = (namespace: string, phase: string) =>
      scene.store.read((objects) =>
        objects.list(agentDispatchRun, { namespace, fields: parseFieldSelector(`status.phase=${phase}`) }),
      );
    expect((await list("acme", "odd/Queued")).items).toHaveLength(40);
    expect((await list("acme/odd", "Queued")).items).toEqual([]);
  });

  test("cost a server the rows of the page, also before it has counted its rows", async ({ skip }) => {
    skip(databases.kind === "sqlite", "SQLite does not count the rows that it reads");
    await using scene = await openStore(databases);
    await fill(scene.database, 4000);
    const looked = async ({ query, sql }: Session) => {
      const { rows } = await sql<{ looked: number }>`
        SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) AS looked FROM pg_stat_xact_user_tables WHERE relname = 'agent_object'`.execute(
        query,
      );
      return Number(rows[0]?.looked);
    };
    const read = (query: ListQuery) =>
      scene.database.transaction("read", async (session) => {
        const before = await looked(session);
        const { items } = await new SqlReader(session).list(agentDispatchRun, { ...query, limit: 20 });
        expect(items.length, JSON.stringify(query)).toBe(20);
        return (await looked(session)) - before;
      });
    const namespace = "acme";
    for (const counted of [false, true]) {
      if (counted)
        await scene.database.transaction("write", async ({ query, sql }) => {
          await sql`ANALYZE agent_object`.execute(query);
        });
      for (const newestFirst of [false, true]) {
        for (const { fields } of selections.slice(0, 5).filter((one) => (one.fields?.length ?? 0) < 2))
          expect(
            await read({ namespace, newestFirst, ...(fields && { fields }) }),
            JSON.stringify([counted, newestFirst, fields]),
          ).toBeLessThanOrEqual(21);
        // Over all organisations a phase leads to the rows, too.
        const fields = parseFieldSelector("status.phase=Running");
        expect(
          await read({ newestFirst, fields }),
          JSON.stringify([counted, newestFirst]),
        ).toBeLessThanOrEqual(21);
        // No index leads to a label: rows are looked at in order, 500 at a time.
        const labels = parseLabelSelector("team=t1");
        expect(await read({ namespace, newestFirst, labels })).toBeLessThanOrEqual(500);
      }
    }
  });
});
