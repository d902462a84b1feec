import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { finishClaims, takeDue } from "../../src/config/queue/queue.ts";
import type { ConfigRows } from "../../src/config/rows/config-rows.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import { describeOnBoth, openFleet } from "./databases.ts";
import { randomFrom, randomWrite } from "./random-writes.ts";

const agents = ["ada", "bob", "cyn", "dee"];

describeOnBoth("writers and workers at once", (databases) => {
  /** Writes as somebody would who holds a connection of his own. */
  async function write(
    database: ConfigDatabase,
    statements: readonly string[],
    undo: boolean,
    pause: number,
  ) {
    const stop = new Error("undone");
    const work = database.transaction("write", async ({ query, sql }) => {
      for (const statement of statements) {
        await sql.raw(statement).execute(query);
        await sleep(pause);
      }
      if (undo) throw stop;
    });
    await work.catch((cause) => {
      if (cause !== stop) throw cause;
    });
  }

  async function resolved(database: ConfigDatabase): Promise<Map<string, string>> {
    const rows = await loadRows(database);
    return new Map(rows.agents.map((name) => [name, content(rows, name)]));
  }

  /** What an agent's files would hold; not where it came from, which an overridden row changes without effect. */
  function content(rows: ConfigRows, name: string): string {
    const { type, runtime, mcpServers } = resolveAgent(rows, name);
    return JSON.stringify([type, runtime, mcpServers.map(({ key, value }) => [key, value])]);
  }

  test("a single write makes due every agent that it changes anything for", async () => {
    const { database } = await openFleet(databases);
    await using own = database;
    const random = randomFrom(20261120);
    for (let round = 0; round < 150; round++) {
      const before = await resolved(own);
      const statement = randomWrite(random);
      await write(own, [statement], false, 0);
      const after = await resolved(own);
      const claims = await takeDue(own, { worker: "w", limit: 10, leaseMs: 60_000 });
      await finishClaims(own, claims);
      const due = claims.map(({ agent }) => agent);
      const changed = agents.filter((agent) => before.get(agent) !== after.get(agent));
      expect(due, `${round}: ${statement}`).toEqual(expect.arrayContaining(changed));
    }
  });

  test("leave every agent rendered from the last committed rows, whatever the order of things", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    const rendered = new Map<string, string>();
    const rendering = new Set<string>();
    let writing = 3;
    const writer = async (seed: number) => {
      await using connection = await openDatabase(location);
      const random = randomFrom(seed);
      for (let round = 0; round < 40; round++) {
        const statements = Array.from({ length: 1 + random(3) }, () => randomWrite(random));
        await write(connection, statements, random(4) === 0, random(3));
        await sleep(random(4));
      }
      writing--;
    };
    const worker = async (name: string, seed: number) => {
      await using connection = await openDatabase(location);
      const random = randomFrom(seed);
      for (;;) {
        const last = writing === 0;
        const claims = await takeDue(connection, { worker: name, limit: 2, leaseMs: 60_000 });
        if (claims.length === 0 && last) return;
        for (const { agent } of claims) {
          expect(rendering.has(agent), "one agent in two hands").toBe(false);
          rendering.add(agent);
        }
        const rows = await loadRows(
          connection,
          claims.map(({ agent }) => agent),
        );
        await sleep(random(4));
        for (const { agent } of claims) {
          rendered.set(agent, content(rows, agent));
          rendering.delete(agent);
        }
        await finishClaims(connection, claims);
        await sleep(random(3));
      }
    };
    await Promise.all([
      writer(1),
      writer(2),
      writer(3),
      worker("one", 4),
      worker("two", 5),
      worker("three", 6),
    ]);
    const last = await resolved(own);
    for (const [agent, config] of rendered) expect(config).toBe(last.get(agent));
    expect(rendered.size).toBe(4);
  });
});
