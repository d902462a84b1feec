import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { type DrainOptions, drainQueue } from "../../src/config/queue/drain.ts";
import {
  type Claim,
  extendClaims,
  finishClaims,
  giveBack,
  queueState,
  takeDue,
} from "../../src/config/queue/queue.ts";
import { failClaims, retryFailed } from "../../src/config/queue/queue-failures.ts";
import { listQueue } from "../../src/config/queue/queue-list.ts";
import { certain } from "../../src/fault/certain.ts";
import { asFault, IdentikitError } from "../../src/fault/error.ts";
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

  const failure = new IdentikitError("MISSING_SECRET", "secret TOKEN is not there", { remedy: "Set it." });
  const fail = (database: ConfigDatabase, claims: readonly Claim[], firstWaitMs = long) =>
    failClaims(
      database,
      claims.map((claim) => ({ ...claim, error: failure })),
      firstWaitMs,
    );

  test("holds back what failed, until its time or the next write, and gives back at once what was not tried", async () => {
    const { database, take, change } = await queued();
    await using _ = database;
    const claims = await take("one");
    await fail(
      database,
      claims.filter(({ agent }) => agent !== "dee"),
    );
    await giveBack(
      database,
      claims.filter(({ agent }) => agent === "dee"),
    );
    expect(names(await take("two"))).toEqual(["dee"]);
    await change();
    expect(names(await take("two"))).toEqual(["ada", "bob"]);
  });

  test("leaves an agent alone for longer after each failure, up to an hour, and begins anew after a write", async () => {
    const { database, location, take, touch } = await queued();
    await using _ = database;
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      // The others are in the way of nothing: the longest waiting comes first.
      await databases.foreign(location, "UPDATE render_queue SET due_at = 0 WHERE agent = 'cyn'");
      const claims = await take("one", 1);
      expect(names(claims)).toEqual(["cyn"]);
      await fail(database, claims);
      const entry = (await listQueue(database)).find(({ agent }) => agent === "cyn");
      if (entry?.state !== "failing") throw new Error("cyn does not fail");
      expect(entry.failure.attempts).toBe(round + 1);
      // The clock may tick between the two.
      waits.push(Math.round((entry.nextTry.getTime() - entry.failure.failedAt.getTime()) / long));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await touch("cyn");
    expect(await listQueue(database)).toContainEqual({ agent: "cyn", state: "due", since: expect.any(Date) });
    await databases.foreign(location, "UPDATE render_queue SET due_at = 0 WHERE agent = 'cyn'");
    await fail(database, await take("one", 1));
    expect(await listQueue(database)).toContainEqual(
      expect.objectContaining({ agent: "cyn", failure: expect.objectContaining({ attempts: 1 }) }),
    );
  });

  test("says since when an agent fails, whatever is written to it, until it was rendered", async () => {
    const { database, location, take, touch, change } = await queued();
    await using _ = database;
    const failure = async () =>
      certain((await listQueue(database)).find(({ agent }) => agent === "cyn")?.failure);
    const failAgain = async () => {
      await sleep(5);
      await databases.foreign(location, "UPDATE render_queue SET due_at = 0 WHERE agent = 'cyn'");
      await fail(database, await take("one", 1));
      return failure();
    };
    const first = await failAgain();
    expect(first.failingSince).toEqual(first.failedAt);
    const second = await failAgain();
    expect(second).toMatchObject({ attempts: 2, failingSince: first.failingSince });
    expect(second.failedAt.getTime()).toBeGreaterThan(first.failedAt.getTime());
    await touch("cyn");
    expect(await failAgain()).toMatchObject({ attempts: 1, failingSince: first.failingSince });
    // A worker of an older release counts the failures, and keeps no first one.
    await databases.foreign(location, "UPDATE render_queue SET failing_since = NULL WHERE agent = 'cyn'");
    const known = await failure();
    expect(known.failingSince).toEqual(known.failedAt);
    expect(await failAgain()).toMatchObject({ attempts: 2, failingSince: known.failedAt });

    // Rendered, though it was written to meanwhile.
    await databases.foreign(location, "UPDATE render_queue SET due_at = 0 WHERE agent = 'cyn'");
    const claims = await take("one", 1);
    await change();
    expect(await finishClaims(database, claims)).toEqual(["cyn"]);
    const anew = await failAgain();
    expect(anew.failingSince).toEqual(anew.failedAt);
  });

  test("does not count a failure of what was written to meanwhile, and has it due at once", async () => {
    const { database, take, change } = await queued();
    await using _ = database;
    const claims = await take("one");
    await change();
    await fail(database, claims);
    const entries = await listQueue(database);
    expect(entries.filter(({ state }) => state === "due").map(({ agent }) => agent)).toEqual(["ada", "bob"]);
    expect(entries.filter(({ state }) => state === "failing").map(({ agent }) => agent)).toEqual([
      "cyn",
      "dee",
    ]);
    expect(entries.find(({ agent }) => agent === "ada")).not.toHaveProperty("failure");
  });

  test("keeps a failure from a worker that lost its claim, and from two that try at once", async () => {
    const { database, take } = await queued();
    await using _ = database;
    const lost = await take("dead", 4, 30);
    await sleep(60);
    const taken = await take("heir");
    expect(await fail(database, lost)).toEqual([]);
    expect((await listQueue(database)).every(({ state }) => state === "leased")).toBe(true);
    expect(await fail(database, taken)).toHaveLength(4);
    expect(await fail(database, taken)).toEqual([]);
    expect((await listQueue(database)).map((entry) => entry.failure?.attempts)).toEqual([1, 1, 1, 1]);
  });

  test("is tried again at once where somebody asks for it, with the count going on, beside other workers", async () => {
    const { database, location, take } = await queued();
    await using own = database;
    await using other = await openDatabase(location);
    await fail(own, await take("one"));
    expect(await take("two")).toEqual([]);
    await Promise.all([retryFailed(own), retryFailed(other)]);
    const [mine, theirs] = await Promise.all(
      [own, other].map((each, index) => takeDue(each, { worker: `w${index}`, limit: 2, leaseMs: long })),
    );
    expect([...names(mine ?? []), ...names(theirs ?? [])].sort()).toEqual(["ada", "bob", "cyn", "dee"]);
    await fail(own, mine ?? []);
    await finishClaims(other, theirs ?? []);
    expect((await listQueue(own)).map((entry) => entry.failure?.attempts)).toEqual([2, 2]);
  });

  test("is listed with who has what since when, and why what fails fails, by somebody who may only read", async () => {
    const { database, location, take } = await queued();
    const before = Date.now();
    await fail(database, await take("one", 1));
    const leased = await take("two", 1);
    expect(names(leased)).toEqual(["bob"]);
    // The last who had the file open takes away what SQLite keeps beside it.
    await database[Symbol.asyncDispose]();
    const entries = await databases.readOnly(location, async (reader) => {
      await expect(giveBack(reader, leased)).rejects.toMatchObject({ code: "DATABASE_FAILED" });
      return listQueue(reader);
    });
    expect(entries.map(({ agent, state }) => `${agent} ${state}`)).toEqual([
      "ada failing",
      "bob leased",
      "cyn due",
      "dee due",
    ]);
    const [ada, bob] = entries;
    expect(ada).toMatchObject({
      failure: { code: "MISSING_SECRET", message: "secret TOKEN is not there", attempts: 1 },
    });
    if (bob?.state !== "leased" || !bob.since) throw new Error("bob is not leased");
    expect(bob.worker).toBe("two");
    expect(bob.since.getTime()).toBeGreaterThan(before - 2000);
    expect((bob.until.getTime() - bob.since.getTime()) / long).toBeCloseTo(1, 2);
  });

  test("keeps no text of a failure that is not our own", async () => {
    const { database, location, take } = await queued();
    await using _ = database;
    const claims = await take("one");
    const errors = [
      new Error("canary-3f9a"),
      new IdentikitError("DATABASE_FAILED", "postgres://u:canary-3f9a@h/d\u001b[31m", { remedy: "" }),
    ];
    await failClaims(
      database,
      claims.map((claim, index) => ({ ...claim, error: asFault(errors[index % 2]) })),
      long,
    );
    const kept = await databases.foreign(location, "SELECT error_code, error_message FROM render_queue;");
    expect(kept).toContain("INTERNAL");
    expect(kept).toContain("DATABASE_FAILED");
    expect(kept).not.toContain("canary");
    expect(kept).not.toContain("\u001b");
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

  const allDone = { failed: [], notBegun: [] };

  test("by a worker's loop goes back as it was where the render did not begin with it", async () => {
    const { database } = await queued();
    await using own = database;
    let rounds = 0;
    const { rendered, failed } = await drainQueue({
      database: own,
      worker: "w",
      mayGoOn: () => rounds++ === 0,
      render: async () => ({ failed: [], notBegun: ["bob", "cyn"] }),
    });
    expect([[...rendered].sort(), failed]).toEqual([["ada", "dee"], []]);
    expect((await listQueue(own)).map(({ agent, state, failure }) => [agent, state, failure])).toEqual([
      ["bob", "due", undefined],
      ["cyn", "due", undefined],
    ]);
  });

  test("of a part of the fleet is taken, and the others stay due", async () => {
    const { database } = await queued();
    await using own = database;
    const only = (agent: string) => agent === "bob" || agent === "dee";
    const { rendered } = await drainQueue({
      database: own,
      worker: "w",
      batch: 1,
      only,
      render: async () => allDone,
    });
    expect([...rendered].sort()).toEqual(["bob", "dee"]);
    expect(await queueState(own)).toEqual({ due: 2, claimed: 0 });
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
      return { failed: [{ agent: "cyn", error: failure }], notBegun: [] };
    });
    expect(seen.sort()).toEqual(["ada", "bob", "cyn", "dee"]);
    expect(result.failed).toEqual(["cyn"]);
    expect([...result.rendered].sort()).toEqual(["ada", "bob", "dee"]);
    expect(await drain(async () => allDone)).toEqual({ rendered: [], failed: [] });
    expect(await queueState(own)).toEqual({ due: 1, claimed: 0 });
    const again = await drainQueue({
      database: own,
      worker: "w",
      render: async () => allDone,
      retryNow: true,
    });
    expect(again).toEqual({ rendered: ["cyn"], failed: [] });
  });

  test("by a slow worker's loop is not taken away while that worker lives", async () => {
    const { database, take } = await queued();
    await using own = database;
    const leaseMs = 9000;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const slow = drainQueue({
      database: own,
      worker: "slow",
      leaseMs,
      render: async () => {
        await ended;
        return allDone;
      },
    });
    const until = async () => {
      const ends = (await listQueue(own)).map((one) => (one.state === "leased" ? one.until.getTime() : 0));
      return Math.min(...ends);
    };
    await expect.poll(until, { timeout: 60_000 }).toBeGreaterThan(0);
    const first = await until();
    await expect.poll(until, { timeout: 60_000 }).toBeGreaterThan(first);
    expect(await take("other")).toEqual([]);
    end();
    expect((await slow).rendered).toHaveLength(4);
  });
});
