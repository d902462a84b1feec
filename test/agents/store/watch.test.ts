import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { agentContextLabel } from "../../../src/agents/kinds/config/agent-context-label.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { Bookmark, ResourceChange, WatchOptions } from "../../../src/agents/resource/resource-store.ts";
import { parseFieldSelector } from "../../../src/agents/resource/selector.ts";
import type { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { house } from "../../architecture/rooms.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt, run } from "./scene.ts";

const key = (name: string) => ({ namespace: "acme", name });

/** Watches, and keeps what it is told. */
function watching(
  store: SqlStore,
  kinds: readonly Kind[],
  after: string,
  options: Partial<WatchOptions> = {},
) {
  const end = new AbortController();
  const seen: (ResourceChange | Bookmark)[] = [];
  const done = (async () => {
    for await (const change of store.watch(kinds, after, { signal: end.signal, ...options }))
      seen.push(change);
  })();
  done.catch(() => {});
  const changes = () => seen.flatMap((one) => (one.type === "BOOKMARK" ? [] : [one]));
  return {
    seen,
    done,
    changes,
    names: () => changes().map(({ type, object }) => `${type} ${object.metadata.name}`),
    versions: () => changes().map(({ object }) => Number(object.metadata.resourceVersion)),
    until: async (count: number) => {
      for (let waited = 0; changes().length < count && waited < 100_000; waited += 20) await sleep(20);
      return changes().length;
    },
    stop: async () => {
      end.abort();
      await done;
    },
  };
}

async function startOf(store: SqlStore): Promise<string> {
  return (await store.read((objects) => objects.list(agentDispatchRun, { limit: 1 }))).resourceVersion;
}

describeOnBoth("a watch", (databases) => {
  test("tells what was and what comes, each once, in order, from this and every other process (P-3, P-32)", async () => {
    await using scene = await openStore(databases);
    await using other = await openStoreAt(scene.location);
    const { store } = scene;
    const start = await startOf(store);
    await store.write((objects) => objects.create(agentDispatchRun, run("one"), { phase: "Queued" }));
    const watch = watching(store, [agentDispatchRun, agentContextLabel], start);
    await watch.until(1);
    await other.store.write((objects) =>
      objects.setStatus(agentDispatchRun, key("one"), { phase: "Running" }),
    );
    await scene.foreign(
      `INSERT INTO agent_declaration (kind, namespace, name, value) VALUES ('AgentContextLabel', 'acme', 'tone', '{"spec":${JSON.stringify(agentContextLabel.spec.parse(agentContextLabel.example.spec))}}')`,
    );
    await store.write((objects) => objects.delete(agentDispatchRun, key("one")));
    expect(await watch.until(4)).toBe(4);
    expect(watch.names()).toEqual(["ADDED one", "MODIFIED one", "ADDED tone", "DELETED one"]);
    expect(watch.versions()).toEqual(watch.versions().toSorted((a, b) => a - b));
    expect(watch.seen.some(({ type }) => type === "BOOKMARK")).toBe(true);
    await watch.stop();
  });

  test("of some objects sees one begin and end to be one of them", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const fields = parseFieldSelector("status.phase=Running");
    const watch = watching(store, [agentDispatchRun], await startOf(store), { fields, namespace: "acme" });
    await store.write((objects) => objects.create(agentDispatchRun, run("one"), { phase: "Queued" }));
    for (const phase of ["Running", "Succeeded"] as const)
      await store.write((objects) => objects.setStatus(agentDispatchRun, key("one"), { phase }));
    expect(await watch.until(2)).toBe(2);
    expect(watch.names()).toEqual(["ADDED one", "DELETED one"]);
    await watch.stop();
  });

  test("from before the log of changes begins is refused, also for one that fell behind", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const start = await startOf(store);
    await store.write((objects) => objects.create(agentDispatchRun, run("one")));
    const watch = store.watch([agentDispatchRun], start, { signal: new AbortController().signal });
    expect((await watch.next()).value).toMatchObject({ type: "ADDED" });
    // What is kept in memory is less than what follows.
    await store.write((objects) => objects.create(agentDispatchRun, run("two")));
    await scene.foreign("DELETE FROM agent_change");
    const late = store.watch([agentDispatchRun], start, { signal: new AbortController().signal });
    await expect(late.next()).rejects.toMatchObject({ code: "WATCH_TOO_OLD" });
    for (const version of ["1", "no", String(Number.MAX_SAFE_INTEGER)])
      await expect(
        store.watch([agentDispatchRun], version, { signal: new AbortController().signal }).next(),
      ).rejects.toMatchObject({ code: "WATCH_TOO_OLD" });
    await watch.return();
  });

  test("by 200 at once of some hundred changes tells every one everything, in order, once", async () => {
    await using scene = await openStore(databases);
    await using other = await openStoreAt(scene.location);
    const start = await startOf(scene.store);
    const watches = Array.from({ length: 200 }, () => watching(scene.store, [agentDispatchRun], start));
    const changes = 300;
    const write = async (store: SqlStore, side: string) => {
      for (let at = 0; at < changes / 2; at++)
        await store.write((objects) => objects.create(agentDispatchRun, run(`${side}-${at}`)));
    };
    await Promise.all([write(scene.store, "a"), write(other.store, "b")]);
    for (const watch of watches) expect(await watch.until(changes)).toBe(changes);
    const [first] = watches;
    expect(new Set(first?.names()).size).toBe(changes);
    expect(first?.versions()).toEqual(first?.versions().toSorted((a, b) => a - b));
    for (const watch of watches) {
      expect(watch.versions()).toEqual(first?.versions());
      await watch.stop();
    }
  });

  test("sees all or nothing of a writer that is killed, and its store goes on", async () => {
    await using scene = await openStore(databases);
    const start = await startOf(scene.store);
    const watch = watching(scene.store, [agentDispatchRun], start);
    const child = spawn(
      process.execPath,
      [join(house, "test/agents/store/endless-writer.ts"), scene.location],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await once(child.stdout, "data");
    await watch.until(6);
    child.kill("SIGKILL");
    await once(child, "exit");
    await scene.store.write((objects) => objects.create(agentDispatchRun, run("after")));
    await watch.until(
      1 +
        (await scene.store.read(async (objects) => {
          let count = -1;
          for await (const _ of objects.each(agentDispatchRun)) count++;
          return count;
        })),
    );
    const names = watch.names().map((name) => name.slice("ADDED ".length));
    expect(names.at(-1)).toBe("after");
    // It writes three in each transaction.
    expect((names.length - 1) % 3).toBe(0);
    const stored = (await scene.store.read((objects) => objects.list(agentDispatchRun, { limit: 5000 })))
      .items;
    expect(stored.map(({ metadata }) => metadata.name).sort()).toEqual(names.toSorted());
    await watch.stop();
  });

  if (databases.kind === "postgres")
    test("tells a change when no older transaction is open: the version follows the commit", async () => {
      await using scene = await openStore(databases);
      await using older = await openStoreAt(scene.location);
      const watch = watching(scene.store, [agentDispatchRun], await startOf(scene.store));
      const [written, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const slow = older.store.write(async (objects) => {
        await objects.create(agentDispatchRun, run("older"));
        written.resolve();
        await go.promise;
      });
      await written.promise;
      await scene.store.write((objects) => objects.create(agentDispatchRun, run("younger")));
      expect(await watch.until(1)).toBe(1);
      expect(watch.names()).toEqual(["ADDED younger"]);
      const list = await scene.store.read((objects) => objects.list(agentDispatchRun));
      expect(list.items.map(({ metadata }) => metadata.name)).toEqual(["younger"]);
      go.resolve();
      await slow;
      expect(await watch.until(2)).toBe(2);
      expect(watch.names()).toEqual(["ADDED younger", "ADDED older"]);
      expect(watch.versions()).toEqual(watch.versions().toSorted((a, b) => a - b));
      // Who watches from the list, which did not show it, is told of it too.
      const from = watching(scene.store, [agentDispatchRun], list.resourceVersion);
      await from.until(1);
      expect(from.names()).toEqual(["ADDED older"]);
      await from.stop();
      await watch.stop();
    });
});
