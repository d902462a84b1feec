import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/config/database.ts";
import { type DrainOptions, drainQueue } from "../../src/config/drain.ts";
import { extendClaims, finishClaims, giveBack, queueState, takeDue } from "../../src/config/queue.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const long = 60_000;

describeOnBoth("the render queue, drained", (databases) => {
  async function queued() {
    const { database, location } = await openFleet(databases);
    const touch = (agent: string) =>
      databases.foreign(location, `UPDATE agent SET type = 'engineer' WHERE name = '${agent}'`);
    const change = () =>
      databases.foreign(
        location,
        "INSERT INTO agent_type_config (type, key, value) VALUES ('engineer', 'k' || random(), '1')",
      );
    await databases.foreign(
      location,
      "INSERT INTO render_queue (agent, seq, epoch, due_at) VALUES ('ada', 1, 0, 1), ('bob', 1, 0, 2), ('cyn', 1, 0, 3), ('dee', 1, 0, 4)",
    );
    const take = (worker: string, limit = 10, leaseMs = long) =>
      takeDue(database, { worker, limit, leaseMs });
    return { database, location, change, touch, take };
  }
  const names = (claims: readonly { readonly agent: string }[]) => claims.map(({ agent }) => agent).sort();

  test("gives each agent to one worker, longest waiting first", async () => {
    const { database, take } = await queued();
    await using _ = database;
    expect(names(await take("one", 2))).toEqual(["ada", "bob"]);
    expect(names(await take("two"))).toEqual(["cyn", "dee"]);
    expect(await take("three")).toEqual([]);
    expect(await queueState(database)).toEqual({ due: 0, claimed: 4 });
  });

  test("is empty when all that was taken is finished", async () => {
    const { database, take } = await queued();
    await using _ = database;
    expect(await finishClaims(database, await take("one"))).toHaveLength(4);
    expect(await queueState(database)).toEqual({ due: 0, claimed: 0 });
  });

  test("has an agent due again that was written to while it was being rendered", async () => {
    const { database, take, change } = await queued();
    await using _ = database;
    const claims = await take("one");
    await change();
    expect(await take("two")).toEqual([]);
    await finishClaims(database, claims);
    expect(names(await take("two"))).toEqual(["ada", "bob"]);
  });

  test("takes the work of a worker that died, and does not let it finish what it lost", async () => {
    const { database, take } = await queued();
    await using _ = database;
    const lost = await take("dead", 4, 30);
    await sleep(60);
    const taken = await take("heir");
    expect(names(taken)).toEqual(["ada", "bob", "cyn", "dee"]);
    expect(await finishClaims(database, lost)).toEqual([]);
    expect(await extendClaims(database, lost, long)).toEqual([]);
    expect(await finishClaims(database, taken)).toHaveLength(4);
  });

  test("lets a living worker keep what takes longer", async () => {
    const { database, take } = await queued();
    await using _ = database;
    const claims = await take("slow", 4, 50);
    expect(await extendClaims(database, claims, long)).toHaveLength(4);
    await sleep(80);
    expect(await take("other")).toEqual([]);
  });

  test("holds back what failed, until its time or the next write", async () => {
    const { database, take, change } = await queued();
    await using _ = database;
    const claims = await take("one");
    await giveBack(
      database,
      claims.filter(({ agent }) => agent !== "dee"),
      long,
    );
    await giveBack(
      database,
      claims.filter(({ agent }) => agent === "dee"),
    );
    expect(names(await take("two"))).toEqual(["dee"]);
    await change();
    expect(names(await take("two"))).toEqual(["ada", "bob"]);
  });

  test("does not know an agent that is gone or switched off", async () => {
    const { database, location, take } = await queued();
    await using _ = database;
    await databases.foreign(
      location,
      "UPDATE agent SET enabled = false WHERE name = 'ada'; DELETE FROM agent WHERE name = 'bob'",
    );
    expect(names(await take("one"))).toEqual(["cyn", "dee"]);
  });

  test("loses nothing and does nothing twice with many workers and a writer at once", async () => {
    const { database, location, touch } = await queued();
    await using _ = database;
    await databases.foreign(
      location,
      `INSERT INTO agent (name, type) VALUES ${Array.from({ length: 120 }, (_, index) => `('a${index}', 'reviewer')`).join(", ")}`,
    );
    const rendering = new Set<string>();
    const rendered = new Map<string, number>();
    const work = async (worker: string) => {
      await using own = await openDatabase(location);
      for (;;) {
        const claims = await takeDue(own, { worker, limit: 5, leaseMs: long });
        if (claims.length === 0) return;
        for (const { agent } of claims) {
          expect(rendering.has(agent)).toBe(false);
          rendering.add(agent);
        }
        await sleep(1);
        for (const { agent } of claims) {
          rendering.delete(agent);
          rendered.set(agent, (rendered.get(agent) ?? 0) + 1);
        }
        expect(await finishClaims(own, claims)).toHaveLength(claims.length);
      }
    };
    await Promise.all([work("one"), work("two"), work("three"), work("four"), touch("a7")]);
    await work("last");
    expect(rendered.size).toBe(124);
    expect([...rendered].filter(([agent, times]) => times > 1 && agent !== "a7")).toEqual([]);
    expect(await queueState(database)).toEqual({ due: 0, claimed: 0 });
  });

  test("by a worker's loop is rendered once, what failed is left alone, and a fault gives back what was taken", async () => {
    const { database } = await queued();
    await using own = database;
    const seen: string[] = [];
    const drain = (render: DrainOptions["render"]) =>
      drainQueue({ database: own, worker: "w", render, batch: 3 });
    await expect(drain(() => Promise.reject(new Error("disk full")))).rejects.toThrow("disk full");
    expect(await queueState(own)).toEqual({ due: 4, claimed: 0 });
    const result = await drain(async (agents) => {
      seen.push(...agents.map(({ name }) => name));
      return ["cyn"];
    });
    expect(seen.sort()).toEqual(["ada", "bob", "cyn", "dee"]);
    expect(result.failed).toEqual(["cyn"]);
    expect([...result.rendered].sort()).toEqual(["ada", "bob", "dee"]);
    expect(await drain(async () => [])).toEqual({ rendered: [], failed: [] });
    expect(await queueState(own)).toEqual({ due: 1, claimed: 0 });
  });

  test("by a slow worker's loop is not taken away while that worker lives", async () => {
    const { database, take } = await queued();
    await using own = database;
    const slow = drainQueue({
      database: own,
      worker: "slow",
      leaseMs: 300,
      render: async () => {
        await sleep(1000);
        return [];
      },
    });
    await sleep(700);
    expect(await take("other")).toEqual([]);
    expect((await slow).rendered).toHaveLength(4);
  });
});
