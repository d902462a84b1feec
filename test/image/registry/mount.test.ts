import { expect, onTestFinished, test } from "vitest";
import { MemoryRegistry, type MemoryRegistryOptions } from "../../services/memory-registry.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { openForTest } from "./open-for-test.ts";
import { opened, push, sampleImage } from "./sample-image.ts";

/** Pushes a base and then its blobs from there to a target; gives what happened on the way. */
async function derive(options: MemoryRegistryOptions, sizes: readonly number[] = [2_000, 2_000]) {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const { registries, meter } = openForTest();
  const base = registries.open({ host: registry.host, repository: "team/base" });
  const target = registries.open({ host: registry.host, repository: "team/derived", access: "push" });
  const image = sampleImage(sizes);
  await push(base, image, "v1");
  registry.options = options;
  const before = meter.summary().requests;
  const arrivals = [];
  for (const blob of [...image.layers, image.config]) {
    arrivals.push(await target.putBlob(blob, opened(image, blob), base.origin));
  }
  const requests = meter.summary().requests - before;
  await target.putManifest(image.manifest, "v1");
  await expectImageIn(target, image, "v1");
  return { arrivals, requests };
}

test("a mount that is done (201) sends nothing", async () => {
  expect(await derive({})).toEqual({ arrivals: ["mounted", "mounted", "mounted"], requests: 3 });
});

test("a mount that is not done (202) is the start of the upload", async () => {
  expect(await derive({ mounts: "ignore" })).toEqual({ arrivals: ["sent", "sent", "sent"], requests: 6 });
});

test.each([400, 401, 403, 404, 405, 429, 500, 501])(
  "a mount that is refused with %i falls back to sending",
  async (status) => {
    const { arrivals } = await derive({ mounts: status });
    expect(arrivals).toEqual(["sent", "sent", "sent"]);
  },
);

test("a large blob that is there after all is not sent because its mount was refused", async () => {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const image = sampleImage([2_000_000]);
  const { registries } = openForTest();
  const target = registries.open({ host: registry.host, repository: "team/derived", access: "push" });
  await push(target, image, "v1");
  registry.options = { mounts: 403 };
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  const { registries: later, meter } = openForTest();
  const again = later.open({ host: registry.host, repository: "team/derived", access: "push" });
  const from = { host: registry.host, repository: "team/base" };
  expect(await again.putBlob(layer, opened(image, layer), from)).toBe("present");
  expect(meter.summary().bytesSent).toBe(0);
});

test("a repository of another registry is not mounted from", async () => {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const image = sampleImage();
  const { registries } = openForTest();
  const store = registries.open({ host: registry.host, repository: "team/derived", access: "push" });
  const from = { host: "registry.example.com", repository: "team/derived" };
  for (const blob of [...image.layers, image.config]) {
    expect(await store.putBlob(blob, opened(image, blob), from)).toBe("sent");
  }
  const froms = registry.arrivals.map(({ query }) => query.get("from")).filter((name) => name !== null);
  expect(new Set(froms)).toEqual(new Set(["team/derived"]));
});
