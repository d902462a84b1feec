import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { WorkQueue } from "../../../src/agents/store/queue/work-queue.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt } from "./scene.ts";

const key = (name: string) => ({ kind: "AgentDispatchRun", namespace: "acme", name });

describeOnBoth("the queue of the controllers", (databases) => {
  test("holds an object once for each controller, and gives it to one worker at a time", async () => {
    await using scene = await openStore(databases);
    const queue = new WorkQueue(scene.database);
    await queue.demand("dispatch", [key("one"), key("two"), key("one")]);
    await queue.demand("dispatch", [key("one")]);
    await queue.demand("access", [key("one")]);
    const claims = await queue.claim("dispatch", { worker: "w1", limit: 10 });
    expect(claims.map(({ name }) => name).sort()).toEqual(["one", "two"]);
    expect(await queue.claim("dispatch", { worker: "w2", limit: 10 })).toEqual([]);
    expect(await queue.state("dispatch")).toEqual({ waiting: 0, claimed: 2 });
    expect(await queue.finish(claims)).toHaveLength(2);
    expect(await queue.state("dispatch")).toEqual({ waiting: 0, claimed: 0 });
    expect(await queue.state("access")).toEqual({ waiting: 1, claimed: 0 });
  });

  test("gives again what was demanded while it was worked on, and later what asks for it", async () => {
    await using scene = await openStore(databases);
    const queue = new WorkQueue(scene.database);
    await queue.demand("dispatch", [key("one")]);
    const claims = await queue.claim("dispatch", { worker: "w1", limit: 1 });
    await queue.demand("dispatch", [key("one")]);
    expect(await queue.claim("dispatch", { worker: "w2", limit: 1 })).toEqual([]);
    expect(await queue.finish(claims)).toHaveLength(1);
    const again = await queue.claim("dispatch", { worker: "w2", limit: 1 });
    expect(again).toMatchObject([{ name: "one", worker: "w2" }]);
    await queue.finish(again, 60_000);
    expect(await queue.state("dispatch")).toEqual({ waiting: 1, claimed: 0 });
    expect(await queue.claim("dispatch", { worker: "w1", limit: 1 })).toEqual([]);
    await queue.demand("dispatch", [key("one")]);
    expect(await queue.claim("dispatch", { worker: "w1", limit: 1 })).toHaveLength(1);
  });

  test("takes the work of a worker that is lost away from it, and not that of one that lives", async () => {
    await using scene = await openStore(databases);
    const queue = new WorkQueue(scene.database);
    await queue.demand("dispatch", [key("lost"), key("slow")]);
    const claims = await queue.claim("dispatch", { worker: "w1", limit: 2, leaseMs: 300 });
    const [slow] = claims.filter(({ name }) => name === "slow");
    expect(await queue.extend(slow ? [slow] : [], 60_000)).toHaveLength(1);
    await sleep(400);
    const taken = await queue.claim("dispatch", { worker: "w2", limit: 2 });
    expect(taken.map(({ name }) => name)).toEqual(["lost"]);
    expect((await queue.finish(claims)).map(({ name }) => name)).toEqual(["slow"]);
    expect(await queue.extend(claims)).toEqual([]);
    expect(await queue.finish(taken)).toHaveLength(1);
  });

  test("waits longer after each failure, until something is demanded anew or works", async () => {
    await using scene = await openStore(databases);
    const queue = new WorkQueue(scene.database);
    await queue.demand("dispatch", [key("one")]);
    const now =
      databases.kind === "sqlite"
        ? "(julianday('now') - 2440587.5) * 86400000"
        : "extract(epoch FROM clock_timestamp()) * 1000";
    const numberOf = async (what: string) =>
      Number(await scene.foreign(`SELECT round(${what}) FROM agent_queue;`));
    for (let attempt = 0; attempt < 12; attempt++) {
      const claims = await queue.claim("dispatch", { worker: "w1", limit: 1 });
      expect(claims).toMatchObject([{ attempts: attempt }]);
      const before = await numberOf(now);
      await queue.fail(claims, { code: "HOST_UNREACHABLE", message: "x".repeat(5000) });
      const [due, after] = [await numberOf("due_at"), await numberOf(now)];
      const meant = Math.min(1000 * 2 ** attempt, 600_000);
      // However long the asking takes: it is due so long after a time between these two, which are rounded.
      expect(due).toBeGreaterThanOrEqual(before + meant - 1);
      expect(due).toBeLessThanOrEqual(after + meant + 1);
      await queue.demand("dispatch", [key("one")]);
    }
  });

  test("gives each of many to one of several workers of several processes, once", async () => {
    await using scene = await openStore(databases);
    await using other = await openStoreAt(scene.location);
    const all = Array.from({ length: 1000 }, (_, at) => key(`run-${at}`));
    await new WorkQueue(scene.database).demand("dispatch", all);
    const worked: string[] = [];
    const work = async (worker: string, queue: WorkQueue) => {
      for (;;) {
        const claims = await queue.claim("dispatch", { worker, limit: 20 });
        if (claims.length === 0) return;
        worked.push(...claims.map(({ name }) => name));
        await queue.finish(claims);
      }
    };
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => work(`w${at}`, new WorkQueue((at % 2 ? scene : other).database))),
    );
    expect(worked).toHaveLength(all.length);
    expect(new Set(worked).size).toBe(all.length);
  });
});
