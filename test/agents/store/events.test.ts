import { expect, test } from "vitest";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { parseFieldSelector } from "../../../src/agents/resource/selector.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore } from "./scene.ts";

const event = (seq: number, text = `line ${seq}`, attempt = "run-1-1") =>
  agentToolEvent.spec.parse({ run: "run-1", attempt, seq, type: "message", text });
const events = (first: number, last: number, attempt?: string) =>
  Array.from({ length: last - first + 1 }, (_, at) => event(first + at, undefined, attempt));

describeOnBoth("events of attempts", (databases) => {
  test("are appended in batches, and what is sent again is passed over", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    expect(await store.appendEvents("acme", events(1, 700))).toEqual({ stored: 700, repeated: 0 });
    expect(await store.appendEvents("acme", [...events(600, 800), event(800)])).toEqual({
      stored: 100,
      repeated: 102,
    });
    const rivals = await Promise.all(
      Array.from({ length: 4 }, () => store.appendEvents("acme", events(801, 900))),
    );
    expect(rivals.reduce((sum, { stored }) => sum + stored, 0)).toBe(100);
    const another = store.appendEvents("acme", [event(901), event(5, "something else")]);
    await expect(another).rejects.toMatchObject({ code: "EVENT_CONFLICT" });
    const found = await store.read((objects) =>
      objects.get(agentToolEvent, { namespace: "acme", name: "run-1-1-5" }),
    );
    expect(found).toMatchObject({
      kind: "AgentToolEvent",
      metadata: { generation: 1 },
      spec: { seq: 5, text: "line 5" },
    });
    expect(
      await store.read((objects) => objects.get(agentToolEvent, { namespace: "acme", name: "run-1-1-901" })),
    ).toBeUndefined();
  });

  test("are listed by attempt in the order of their numbers, and by run as they were stored", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    await store.appendEvents("acme", events(5, 12));
    await store.appendEvents("acme", events(1, 4));
    await store.appendEvents("acme", events(1, 3, "run-1-2"));
    const numbers = async (fields: string, more = {}) => {
      const found: number[] = [];
      for (let token: string | undefined; ; ) {
        const query = {
          namespace: "acme",
          fields: parseFieldSelector(fields),
          limit: 5,
          continue: token,
          ...more,
        };
        const page = await store.read((objects) => objects.list(agentToolEvent, query));
        found.push(...page.items.map(({ spec }) => spec.seq));
        if (page.continue === undefined) return found;
        token = page.continue;
      }
    };
    const upTo12 = Array.from({ length: 12 }, (_, at) => at + 1);
    expect(await numbers("spec.attempt=run-1-1")).toEqual(upTo12);
    expect(await numbers("spec.attempt=run-1-1", { newestFirst: true })).toEqual(upTo12.toReversed());
    expect(await numbers("spec.run=run-1")).toEqual([...upTo12.slice(4), ...upTo12.slice(0, 4), 1, 2, 3]);
    expect(await numbers("spec.run=run-1,spec.seq=3")).toEqual([3, 3]);
    expect(await numbers("spec.run=run-2")).toEqual([]);
  });

  test("are watched one by one, in order, each with a version of its own, also where they were written by hand", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const { resourceVersion } = await store.read((objects) => objects.list(agentToolEvent));
    await store.appendEvents("acme", [...events(1, 3), ...events(1, 2, "run-1-2")]);
    await scene.foreign(
      `INSERT INTO agent_event (namespace, attempt, seq, run, value) VALUES ('acme', 'run-1-1', 4, 'run-1', '{"spec":{"run":"run-1","attempt":"run-1-1","seq":4,"type":"message"}}')`,
    );
    const end = new AbortController();
    const seen: string[] = [];
    const versions: number[] = [];
    const take = async (after: string, count: number) => {
      for await (const change of store.watch([agentToolEvent], after, { signal: end.signal })) {
        if (change.type === "BOOKMARK") continue;
        seen.push(change.object.metadata.name);
        versions.push(Number(change.object.metadata.resourceVersion));
        if (seen.length === count) return;
      }
    };
    // One who begins again in the middle of a batch gets the rest of it.
    await take(resourceVersion, 2);
    await take(String(versions.at(-1)), 6);
    expect(seen).toEqual(["run-1-1-1", "run-1-1-2", "run-1-1-3", "run-1-2-1", "run-1-2-2", "run-1-1-4"]);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    for (const statement of [
      "UPDATE agent_event SET seq = 9 WHERE seq = 1",
      "UPDATE agent_event SET value = '{\"spec\":{}}'",
    ])
      await expect(scene.foreign(statement)).rejects.toThrow("append only");
  });

  test("go through the port like every other object, and never change", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const metadata = { namespace: "acme", name: "run-1-1-1" };
    const made = await store.write((objects) =>
      objects.create(agentToolEvent, { kind: "AgentToolEvent", metadata, spec: event(1) }),
    );
    expect(made).toMatchObject({ metadata, spec: { text: "line 1" }, status: {} });
    const other = { kind: agentToolEvent.kind, metadata, spec: event(1, "x") };
    const refused: Parameters<typeof store.write>[0][] = [
      (objects) => objects.update(agentToolEvent, other),
      (objects) => objects.delete(agentToolEvent, metadata),
    ];
    for (const work of refused)
      await expect(store.write(work)).rejects.toMatchObject({ code: "IMMUTABLE_FIELD" });
  });
});
