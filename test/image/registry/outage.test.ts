import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { bake } from "../../../src/image/bake.ts";
import { publish } from "../../../src/image/publish.ts";
import { parseStoredReference } from "../../../src/image/reference.ts";
import { requires } from "../../requirement.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { LoopbackProxy } from "../../services/loopback-proxy.ts";
import type { Arrival, Mischief } from "../../services/memory-registry.ts";
import { gate, places, template } from "../samples.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { memoryStore } from "./memory-store.ts";
import { openForTest } from "./open-for-test.ts";
import { push, sampleImage } from "./sample-image.ts";

const outageMs = 5_000;
/** For registries that are processes: they need their time to start again. */
const patienceMs = 60_000;

const moments: Readonly<Record<string, (arrival: Pick<Arrival, "method" | "path">) => boolean>> = {
  "before the first request": () => true,
  "as an upload is opened": ({ method }) => method === "POST",
  "during an upload": ({ method, path }) => method === "PUT" && path.includes("/uploads/"),
  "at the manifest": ({ method, path }) => method === "PUT" && path.includes("/manifests/"),
  "at the read-back": ({ method, path }) => method === "GET" && path.includes("/manifests/"),
};

const ways: Readonly<Record<string, Mischief>> = {
  "a gateway that says 502": { kind: "answer", status: 502 },
  "a gateway that says 503": { kind: "answer", status: 503 },
  "a gateway that says 504": { kind: "answer", status: 504 },
  "connections that break": { kind: "cut-request", after: 0 },
  "answers that break off": { kind: "cut-answer", after: 0 },
};

/** Mischief for so long, from the first request that it is for. */
function outage(isHit: (arrival: Arrival) => boolean, mischief: Mischief) {
  let since: number | undefined;
  return (arrival: Arrival): Mischief | undefined => {
    if (since === undefined && !isHit(arrival)) return undefined;
    since ??= performance.now();
    return performance.now() - since < outageMs ? mischief : undefined;
  };
}

test("five seconds of an outage are survived, whenever it comes and whatever it looks like", async () => {
  const cases = Object.entries(moments).flatMap(([moment, isHit]) =>
    Object.entries(ways).map(([way, mischief]) => ({ name: `${moment}: ${way}`, isHit, mischief })),
  );
  const survived = await Promise.all(
    cases.map(async ({ name, isHit, mischief }) => {
      const image = sampleImage([300_000]);
      const { store } = await memoryStore({ mischief: outage(isHit, mischief) });
      await push(store, image, "v1").catch((fault) => expect(fault, name).toBeUndefined());
      await expectImageIn(store, image, "v1");
      return name;
    }),
  );
  expect(survived).toEqual(cases.map(({ name }) => name));
});

requires("docker-registry")("a real registry that goes away for five seconds", () => {
  const image = sampleImage([200_000, 3_000_000]);

  /** Pushes through a proxy that hears of each request, and kills the registry at the first one that it is for. */
  async function pushThrough(isHit: (arrival: Pick<Arrival, "method" | "path">) => boolean) {
    const registry = await DockerRegistry.start();
    onTestFinished(() => registry[Symbol.asyncDispose]());
    let away: Promise<void> | undefined;
    const leave = async () => {
      await registry.kill();
      await sleep(outageMs);
      await registry.restart();
    };
    const onRequest = (method: string, path: string): number | undefined => {
      if (away || !isHit({ method, path })) return undefined;
      away = leave();
      return method === "PUT" && path.includes("/uploads/") ? 100_000 : undefined;
    };
    await using proxy = await LoopbackProxy.start(registry.host, { onRequest });
    const { registries } = openForTest({ patienceMs });
    const store = registries.open({ host: proxy.host, repository: "team/agent", access: "push" });
    await push(store, image, "v1");
    await expectImageIn(store, image, "v1");
    expect(away).toBeDefined();
    await away;
  }

  test("is waited for, killed at whatever moment and started again at the same port", async () => {
    await Promise.all(Object.values(moments).map(pushThrough));
  });

  test("is waited for where nothing listens before the first request", async () => {
    const registry = await DockerRegistry.start();
    onTestFinished(() => registry[Symbol.asyncDispose]());
    await registry.kill();
    const back = sleep(outageMs).then(() => registry.restart());
    const all = places({ patienceMs });
    const to = await all.open(parseStoredReference(`docker://${registry.host}/team/agent:v1`), "push");
    const baked = await bake({ template: template(), base: "scratch", to, gate: gate() });
    expect((await to.store.manifest({ kind: "tag", tag: "v1" })).digest).toBe(baked.digest);
    await back;
  });

  test("is waited for while it hangs, in the middle of a publish", async () => {
    const registry = await DockerRegistry.start();
    onTestFinished(() => registry[Symbol.asyncDispose]());
    const all = places({ patienceMs });
    const name = (repository: string) => parseStoredReference(`docker://${registry.host}/${repository}:v1`);
    const from = await all.open(name("team/from"), "push");
    await push(from.store, image, "v1");
    const to = await all.open(name("team/to"), "push");
    registry.freeze();
    setTimeout(() => registry.thaw(), outageMs);
    const published = await publish({ from, to, tags: ["v1"], gate: "skip" });
    expect(published).toMatchObject({ digest: image.manifest.digest, changed: true });
  });
});

test("how long is a choice: none, or as long as it takes", async () => {
  const always = { mischief: (): Mischief => ({ kind: "answer", status: 503 }) };
  const hasty = await memoryStore(always, { patienceMs: 0 });
  await expect(hasty.store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
    code: "REGISTRY_UNREACHABLE",
  });
  expect(hasty.registry.arrivals).toHaveLength(1);
  const start = performance.now();
  const patient = await memoryStore(always, { patienceMs: 9_000 });
  await expect(patient.store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
    code: "REGISTRY_UNREACHABLE",
  });
  expect(performance.now() - start).toBeGreaterThanOrEqual(9_000);
});

test("429 without end is given up, with or without a Retry-After", async () => {
  for (const headers of [{}, { "retry-after": "1" }]) {
    const { registry, store } = await memoryStore(
      { mischief: () => ({ kind: "answer", status: 429, headers }) },
      { patienceMs: 2_000 },
    );
    await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
      code: "REGISTRY_UNREACHABLE",
      message: expect.stringContaining("429"),
    });
    expect(registry.arrivals.length).toBeGreaterThan(1);
  }
});

test("an outage ends at once where the run is told to stop", async () => {
  const stop = new AbortController();
  const { store } = await memoryStore(
    { mischief: () => ({ kind: "cut-request", after: 0 }) },
    { signal: stop.signal, patienceMs: 3_600_000 },
  );
  setTimeout(() => stop.abort(), 700);
  await expect(push(store, sampleImage(), "v1")).rejects.toMatchObject({ code: "CANCELLED" });
});
