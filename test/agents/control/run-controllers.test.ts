import { expect, test } from "vitest";
import { feed, lagging } from "../../../src/agents/control/feed.ts";
import { retentionController } from "../../../src/agents/control/retention-controller.ts";
import { runControllers, runControllersOnce } from "../../../src/agents/control/run-controllers.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../../src/agents/kinds/record/agent-session.ts";
import { WorkQueue } from "../../../src/agents/store/queue/work-queue.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { IdentikitError } from "../../../src/fault/error.ts";
import { pause } from "../../../src/fault/stopped.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt, run } from "../store/scene.ts";
import { lookingController, once } from "./counting.ts";

type Scene = Awaited<ReturnType<typeof openStore>>;

async function make(scene: Scene, ...names: readonly string[]): Promise<void> {
  for (const name of names)
    await scene.store.write((objects) => objects.create(agentDispatchRun, run(name), { phase: "Queued" }));
}

async function setPhase(scene: Scene, name: string, phase: "Running" | "Succeeded"): Promise<void> {
  await scene.store.write((objects) =>
    objects.setStatus(agentDispatchRun, { namespace: "acme", name }, { phase }),
  );
}

describeOnBoth("controllers (P-32)", (databases) => {
  test("are told of everything that is there, and then of each change while no process ran", async () => {
    await using scene = await openStore(databases);
    await make(scene, "one", "two");
    const controller = lookingController();
    expect(await once(scene.database, controller)).toMatchObject({ done: 2, failed: 0 });
    expect(await once(scene.database, controller)).toMatchObject({ done: 0 });
    await setPhase(scene, "one", "Running");
    await make(scene, "three");
    await scene.store.write((objects) =>
      objects.delete(agentDispatchRun, { namespace: "acme", name: "two" }),
    );
    controller.seen.length = 0;
    expect(await once(scene.database, controller)).toMatchObject({ done: 3 });
    expect(controller.seen.sort()).toEqual(["one", "three", "two"]);
  });

  test("look at everything where the changes since are no longer kept", async () => {
    await using scene = await openStore(databases);
    await make(scene, "one", "two");
    const controller = lookingController();
    await once(scene.database, controller);
    await setPhase(scene, "one", "Running");
    await setPhase(scene, "one", "Succeeded");
    await pruneRecords(scene.database, { before: new Date(0), changesBefore: new Date(), changes: 0 });
    controller.seen.length = 0;
    await once(scene.database, controller);
    expect(controller.seen.sort()).toEqual(["one", "two"]);
    controller.seen.length = 0;
    await once(scene.database, controller);
    expect(controller.seen).toEqual([]);
  });

  test("seek what lies beside changes once for all that are told together", async () => {
    await using scene = await openStore(databases);
    await make(scene, "one", "two", "three");
    const controller = lookingController();
    const asked: string[] = [];
    const beside = async (namespace: string) => {
      asked.push(namespace);
      return [{ kind: agentSession.kind, namespace, name: "beside" }];
    };
    const watching = { ...controller, watches: controller.watches.map((watch) => ({ ...watch, beside })) };
    await once(scene.database, watching);
    for (const name of ["one", "two", "three"]) await setPhase(scene, name, "Running");
    controller.seen.length = 0;
    asked.length = 0;
    await once(scene.database, watching);
    expect(asked).toEqual(["acme"]);
    expect(controller.seen.sort()).toEqual(["beside", "one", "three", "two"]);
  });

  test("have cursors of their own, so that one that comes later misses nothing", async () => {
    await using scene = await openStore(databases);
    await make(scene, "one");
    const [first, second] = [lookingController(undefined, "first"), lookingController(undefined, "second")];
    await once(scene.database, first);
    await make(scene, "two");
    await once(scene.database, first, second);
    expect(first.seen).toEqual(["one", "two"]);
    expect(second.seen.sort()).toEqual(["one", "two"]);
  });

  test("see what follows from their own work in the same run, and leave for later what never comes to rest", async () => {
    await using scene = await openStore(databases);
    await make(scene, "steps", "restless");
    let turns = 0;
    const controller = lookingController(async ({ name }) => {
      if (name === "restless")
        await scene.store.write((objects) =>
          objects.setStatus(
            agentDispatchRun,
            { namespace: "acme", name },
            { phase: "Queued", turns: ++turns },
          ),
        );
      else await setPhase(scene, name, "Succeeded");
    });
    const counts = await once(scene.database, controller);
    expect(controller.seen.filter((name) => name === "steps")).toHaveLength(2);
    expect(controller.seen.filter((name) => name === "restless").length).toBeLessThanOrEqual(50);
    expect(counts.failed).toBeGreaterThanOrEqual(1);
    expect(await new WorkQueue(scene.database).failing()).toMatchObject([
      { controller: "test", name: "restless", failure: { code: "CONTROL_UNSETTLED" } },
    ]);
  });

  test("leave what fails alone for a while, which is seen, and go on with the rest", async () => {
    await using scene = await openStore(databases);
    await make(scene, "bad", "good");
    const fault = new IdentikitError("HOST_UNREACHABLE", "the host does not answer", { remedy: "Wait." });
    const controller = lookingController(async ({ name }) => {
      if (name === "bad") throw fault;
    });
    expect(await once(scene.database, controller)).toMatchObject({ done: 1, failed: 1 });
    const [failing] = await new WorkQueue(scene.database).failing();
    expect(failing).toMatchObject({ name: "bad", attempts: 1, failure: { code: "HOST_UNREACHABLE" } });
    expect(failing?.againMs).toBeGreaterThan(0);
    expect(await once(scene.database, controller)).toMatchObject({ done: 0, failed: 0 });
  });

  test("end work whose lease was lost, and keep that of a worker that only is slow", async () => {
    await using scene = await openStore(databases);
    await make(scene, "taken", "slow");
    const ended: string[] = [];
    const leaseMs = 300;
    const { promise: lost, resolve: isLost } = Promise.withResolvers<void>();
    const controller = lookingController(async ({ name }, signal) => {
      signal.addEventListener("abort", () => ended.push(name));
      if (name === "taken") {
        await scene.foreign(
          "UPDATE agent_queue SET worker = 'other', due_at = due_at + 1000000 WHERE name = 'taken';",
        );
        await pause(100_000, signal).finally(isLost);
      }
      await lost;
      await pause(2 * leaseMs, signal);
    });
    const counts = await runControllersOnce({
      ...{ database: scene.database, controllers: [controller], worker: "w1", leaseMs },
      until: AbortSignal.timeout(100_000),
    });
    expect(ended).toEqual(["taken"]);
    expect(counts).toMatchObject({ done: 1, lost: 1 });
  });

  test("give back what they have when they are told to end", async () => {
    await using scene = await openStore(databases);
    await make(scene, "one", "two", "three");
    const stop = new AbortController();
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const controller = lookingController(async (_, signal) => {
      resolve();
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    const running = runControllers({
      ...{ database: scene.database, controllers: [controller], worker: "w1", until: stop.signal },
    });
    await begun;
    stop.abort();
    expect(await running).toMatchObject({ done: 0, failed: 0, returned: 3 });
    const other = await new WorkQueue(scene.database).claim("test", { worker: "w2", limit: 10 });
    expect(other).toMatchObject([{ attempts: 0 }, { attempts: 0 }, { attempts: 0 }]);
  });

  test("of several processes share the work, each object once", async () => {
    await using scene = await openStore(databases);
    await using other = await openStoreAt(scene.location);
    const names = Array.from({ length: 60 }, (_, at) => `run-${at}`);
    const stop = new AbortController();
    // Neither goes on before the other has something, too.
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const controllers = begun.map(({ resolve }) =>
      lookingController(async () => {
        resolve();
        await Promise.all(begun.map(({ promise }) => promise));
      }),
    );
    const running = controllers.map((controller, at) =>
      runControllers({
        database: (at ? scene : other).database,
        controllers: [controller],
        worker: `w${at}`,
        until: stop.signal,
        pollMs: 20,
      }),
    );
    await expect
      .poll(async () => (await feed(scene.database, lookingController())) === false, { timeout: 60_000 })
      .toBe(true);
    await scene.store.write(async (objects) => {
      for (const name of names) await objects.create(agentDispatchRun, run(name));
    });
    const seen = () => controllers.flatMap((controller) => controller.seen);
    await expect.poll(() => seen().length, { timeout: 60_000 }).toBe(names.length);
    stop.abort();
    await Promise.all(running);
    expect(new Set(seen()).size).toBe(names.length);
    expect(controllers.map((controller) => controller.seen.length > 0)).toEqual([true, true]);
  });

  test("delete old records once an hour, whichever process it is", async () => {
    await using scene = await openStore(databases);
    await scene.store.write((objects) =>
      objects.create(agentDispatchRun, run("old"), {
        phase: "Succeeded",
        finishedAt: "2020-01-01T00:00:00Z",
      }),
    );
    const policy = { days: 90, changeHours: 24, changes: 1000 };
    const later = () => new Date(Date.now() + 91 * 24 * 60 * 60 * 1000);
    const controller = () => retentionController(scene.database, policy, later);
    expect(await once(scene.database, controller())).toMatchObject({ done: 1 });
    expect(
      await scene.store.read((objects) => objects.get(agentDispatchRun, { namespace: "acme", name: "old" })),
    ).toBe(undefined);
    expect(await once(scene.database, controller())).toMatchObject({ done: 0 });
  });

  test("are told at once of what they watch, and of other changes now and then", async () => {
    await using scene = await openStore(databases);
    const [runs, sessions, fresh] = [
      lookingController(undefined, "runs"),
      lookingController(undefined, "sessions"),
      lookingController(undefined, "fresh"),
    ];
    const other = {
      ...sessions,
      watches: sessions.watches.map((watch) => ({ ...watch, kind: agentSession })),
    };
    await make(scene, "one");
    await once(scene.database, runs, other);
    const lag = () =>
      scene.database.transaction("read", async (session) =>
        Object.fromEntries(await lagging(session, [runs, other, fresh])),
      );
    expect(await lag()).toEqual({ fresh: "concerned" });
    await setPhase(scene, "one", "Running");
    expect(await lag()).toEqual({ runs: "concerned", sessions: "behind", fresh: "concerned" });
    await once(scene.database, runs, fresh);
    expect(await lag()).toEqual({ sessions: "behind" });
    await scene.store.write(async (objects) => {
      for (let at = 0; at < 501; at++) await objects.create(agentDispatchRun, run(`run-${at}`));
    });
    expect(await lag()).toEqual({ runs: "concerned", sessions: "concerned", fresh: "concerned" });
  });
});
