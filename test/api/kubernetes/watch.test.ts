import { expect, test } from "vitest";
import { describeOnBoth } from "../../config/databases.ts";
import {
  jsonRequest,
  type KubernetesWorld,
  kubernetesWorld,
  manifestOf,
  pathOf,
} from "./kubernetes-world.ts";

const stacks = pathOf("AgentStack");

interface WatchEvent {
  readonly type: string;
  readonly object: {
    metadata: { name?: string; resourceVersion: string; annotations?: object };
    code?: number;
    reason?: string;
    rows?: unknown[];
    columnDefinitions?: unknown[];
  };
}

/**
 * The events of a watch, until so many have come or it ends.
 * @param onBegun called when the first of them are there
 */
async function watch(
  world: KubernetesWorld,
  query: string,
  count: number,
  accept = "application/json",
  onBegun = () => {},
): Promise<WatchEvent[]> {
  const response = await world.ask(`${stacks}?watch=1&${query}`, { headers: { accept } });
  expect(response.status).toBe(200);
  const events: WatchEvent[] = [];
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${text}${chunk}`.split("\n");
    text = lines.pop() ?? "";
    events.push(...lines.map((line) => JSON.parse(line)));
    if (events.length > 0) onBegun();
    if (events.length >= count) break;
  }
  return events;
}

async function create(world: KubernetesWorld, name: string, labels = {}): Promise<string> {
  const body = manifestOf("AgentStack", name, { metadata: { labels } });
  const response = await world.ask(stacks, jsonRequest("POST", body));
  return JSON.parse(await response.text()).metadata.resourceVersion;
}

const shown = (events: readonly WatchEvent[]) =>
  events.map(({ type, object }) => `${type} ${object.metadata.name}`);

describeOnBoth("a watch", (databases) => {
  test("begins with what is there, or behind a version, and tells every change in order", async () => {
    await using world = await kubernetesWorld(undefined, databases);
    const version = await create(world, "a");
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const all = watch(world, "", 5, undefined, resolve);
    await begun;
    const later = watch(world, `resourceVersion=${version}`, 4);
    await create(world, "b");
    const patch = jsonRequest("PATCH", { metadata: { labels: { c: "d" } } }, "application/merge-patch+json");
    await world.ask(pathOf("AgentStack", "b"), patch);
    await world.ask(pathOf("AgentStack", "a"), { method: "DELETE" });
    await create(world, "e");
    const changes = ["ADDED b", "MODIFIED b", "DELETED a", "ADDED e"];
    expect(shown(await later)).toEqual(changes);
    expect(shown(await all)).toEqual(["ADDED a", ...changes]);
  });

  test("that asks for it hears when what was there is through", async () => {
    await using world = await kubernetesWorld(undefined, databases);
    await create(world, "a");
    await create(world, "b");
    const query = "sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan";
    const events = (await watch(world, query, 3)).slice(0, 3);
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "ADDED", "BOOKMARK"]);
    expect(events[2]?.object.metadata.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
    for (const wrong of [
      "sendInitialEvents=true",
      "sendInitialEvents=true&resourceVersionMatch=NotOlderThan",
      "resourceVersion=x",
      "timeoutSeconds=x",
    ])
      expect([wrong, (await world.ask(`${stacks}?watch=1&${wrong}`)).status]).toEqual([wrong, 400]);
  });

  test("ends when the client wanted it to", async () => {
    await using world = await kubernetesWorld(undefined, databases);
    await create(world, "a");
    expect(shown(await watch(world, "timeoutSeconds=3", 100))).toEqual(["ADDED a"]);
  });

  test("in the form of tables names the columns once", async () => {
    await using world = await kubernetesWorld(undefined, databases);
    await create(world, "a");
    await create(world, "b");
    const [first, second] = await watch(world, "", 2, "application/json;as=Table;v=v1;g=meta.k8s.io");
    expect(first?.object).toMatchObject({ kind: "Table", rows: [{ cells: expect.arrayContaining(["a"]) }] });
    expect(first?.object.columnDefinitions?.length).toBeGreaterThan(2);
    expect(second?.object).toMatchObject({
      kind: "Table",
      columnDefinitions: [],
      rows: [{ cells: expect.arrayContaining(["b"]) }],
    });
  });

  test("from what is no longer kept is told so, as an event, and ends", async () => {
    await using world = await kubernetesWorld(undefined, databases);
    await create(world, "a");
    const events = await watch(world, "resourceVersion=1", 2);
    expect(events).toMatchObject([
      { type: "ERROR", object: { kind: "Status", reason: "Expired", code: 410 } },
    ]);
  });

  test("that is left makes room for another", async () => {
    await using world = await kubernetesWorld(undefined, databases);
    const version = await create(world, "a");
    for (let at = 0; at < 600; at++) {
      const response = await world.ask(`${stacks}?watch=1&resourceVersion=${version}`);
      expect(response.status).toBe(200);
      await response.body?.cancel();
    }
  });
});
