import { expect, test } from "vitest";
import type { Arrival, Mischief } from "../../services/memory-registry.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { memoryStore } from "./memory-store.ts";
import { opened, push, sampleImage } from "./sample-image.ts";

/** Mischief for the first so many requests that match. */
function first(count: number, matches: (arrival: Arrival) => boolean, mischief: Mischief) {
  let left = count;
  return (arrival: Arrival) => (matches(arrival) && left-- > 0 ? mischief : undefined);
}

const any = () => true;
const isPut = ({ method, path }: Arrival) => method === "PUT" && path.includes("/uploads/");
const readsBlob = ({ method, path }: Arrival) => method === "GET" && path.includes("/blobs/sha256");

test.each([408, 429, 500, 502, 503, 504])("%i is tried again", async (status) => {
  const image = sampleImage();
  const { store } = await memoryStore({ mischief: first(4, any, { kind: "answer", status }) });
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
});

test.each([400, 401, 403, 404, 405, 413, 416, 501])("%i is not tried again", async (status) => {
  const { registry, store } = await memoryStore({ mischief: () => ({ kind: "answer", status }) });
  const read = store.manifest({ kind: "tag", tag: "v1" });
  const code =
    status === 404
      ? "IMAGE_MISSING"
      : status === 401 || status === 403
        ? "REGISTRY_DENIED"
        : "REGISTRY_REFUSED";
  await expect(read).rejects.toMatchObject({ code });
  expect(registry.arrivals).toHaveLength(1);
});

test.each([
  ["seconds", () => "1"],
  ["a date", () => new Date(Date.now() + 2_000).toUTCString()],
])("a Retry-After in %s is waited for", async (_, after) => {
  const image = sampleImage();
  let left = 1;
  const tooMany = (): Mischief | undefined =>
    left-- > 0 ? { kind: "answer", status: 429, headers: { "retry-after": after() } } : undefined;
  const { store } = await memoryStore({ mischief: tooMany });
  const start = performance.now();
  await push(store, image, "v1");
  expect(performance.now() - start).toBeGreaterThan(900);
  await expectImageIn(store, image, "v1");
});

test("a Retry-After beyond all patience is not waited for, but told", async () => {
  const headers = { "retry-after": "3600" };
  const { registry, store } = await memoryStore({
    mischief: () => ({ kind: "answer", status: 429, headers }),
  });
  await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
    code: "REGISTRY_UNREACHABLE",
    message: expect.stringContaining("3600 s"),
    retry: { kind: "later", afterMs: 3_600_000 },
  });
  expect(registry.arrivals).toHaveLength(1);
});

test.each(["cut-request", "cut-answer"] as const)(
  "a connection that is cut (%s) is tried again",
  async (kind) => {
    const image = sampleImage();
    const { store } = await memoryStore({ mischief: first(5, any, { kind, after: 0 }) });
    await push(store, image, "v1");
    await expectImageIn(store, image, "v1");
  },
);

test("a manifest that is cut in the middle is read again", async () => {
  const image = sampleImage();
  const { registry, store } = await memoryStore();
  await push(store, image, "v1");
  registry.options = { mischief: first(2, any, { kind: "cut-answer", after: 50 }) };
  await expectImageIn(store, image, "v1");
});

test.each([true, false])("a download that is cut goes on where it broke (ranges: %s)", async (ranges) => {
  const image = sampleImage([400_000]);
  const { registry, store } = await memoryStore();
  await push(store, image, "v1");
  registry.options = { ranges, mischief: first(3, readsBlob, { kind: "cut-answer", after: 100_000 }) };
  await expectImageIn(store, image, "v1");
  const asked = registry.arrivals.map(({ headers }) => headers.range).filter((range) => range !== undefined);
  expect(asked.length).toBeGreaterThan(0);
});

test.each([true, false])("an upload that is cut goes on, or starts again (kept: %s)", async (keepsParts) => {
  const image = sampleImage([700_000]);
  const { registry, store, meter } = await memoryStore({
    keepsParts,
    mischief: first(2, isPut, { kind: "cut-request", after: 300_000 }),
  });
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
  expect(meter.summary().byKind["upload-status"]).toBeGreaterThan(0);
  const continued = registry.arrivals.filter(({ headers }) => headers["content-range"] !== undefined);
  expect(continued.length > 0).toBe(keepsParts);
});

test("an upload whose answer is lost has arrived, and is not sent twice", async () => {
  const image = sampleImage([700_000]);
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  const { registry, store } = await memoryStore({ mischief: first(1, isPut, { kind: "cut-answer" }) });
  expect(await store.putBlob(layer, opened(image, layer))).toBe("sent");
  expect(registry.log.filter((line) => line.startsWith("PUT"))).toHaveLength(1);
  expect(registry.repository("team/agent").blobs.has(layer.digest)).toBe(true);
});

test("an upload that was opened ahead and has run out is opened anew", async () => {
  const image = sampleImage();
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  const refusal: Mischief = { kind: "answer", status: 404 };
  const { registry, store } = await memoryStore({ mischief: first(1, isPut, refusal) });
  store.expectBlob();
  expect(await store.putBlob(layer, opened(image, layer))).toBe("sent");
  expect(registry.repository("team/agent").blobs.has(layer.digest)).toBe(true);
});

test("an upload that cannot be opened ahead is opened when it is needed", async () => {
  const isPost = ({ method }: Arrival) => method === "POST";
  const { store } = await memoryStore({ mischief: first(1, isPost, { kind: "answer", status: 404 }) });
  const image = sampleImage();
  store.expectBlob();
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
});

test("no more blobs move at a time than the run allows", async () => {
  let moving = 0;
  let most = 0;
  const { store } = await memoryStore(
    { mischief: (arrival) => (isPut(arrival) ? { kind: "late", ms: 20 } : undefined) },
    { concurrency: 2 },
  );
  const image = sampleImage([1_000, 1_000, 1_000, 1_000, 1_000]);
  await Promise.all(
    image.layers.map(async (layer) => {
      const open = async function* () {
        most = Math.max(most, ++moving);
        yield* opened(image, layer)();
      };
      await store.putBlob(layer, open);
      moving--;
    }),
  );
  expect(most).toBe(2);
});

test("a registry that always fails is given up, with the reason", async () => {
  const { registry, store } = await memoryStore({
    mischief: () => ({ kind: "answer", status: 503, headers: { "retry-after": "0" } }),
  });
  await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
    code: "REGISTRY_UNREACHABLE",
    message: expect.stringContaining("tried 8 times"),
  });
  expect(registry.arrivals).toHaveLength(8);
});

test("where nothing listens is said", async () => {
  const { registry, store } = await memoryStore({}, { patienceMs: 300 });
  await registry[Symbol.asyncDispose]();
  await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
    code: "REGISTRY_UNREACHABLE",
    message: expect.stringContaining("nothing listens there"),
  });
});

test("a run that is stopped stops waiting", async () => {
  const stop = new AbortController();
  const { store } = await memoryStore(
    { mischief: () => ({ kind: "answer", status: 503, headers: { "retry-after": "50" } }) },
    { signal: stop.signal },
  );
  const read = store.manifest({ kind: "tag", tag: "v1" });
  setTimeout(() => stop.abort(), 100);
  await expect(read).rejects.toMatchObject({ code: "CANCELLED" });
});

test("a source that fails while it is sent is not asked again by the sink", async () => {
  const image = sampleImage([200_000]);
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  const { registry, store } = await memoryStore();
  let opens = 0;
  const failing = store.putBlob(layer, async function* () {
    opens++;
    yield new Uint8Array(10);
    throw new Error("the source broke");
  });
  await expect(failing).rejects.toThrow("the source broke");
  expect(opens).toBe(1);
  expect(registry.repository("team/agent").blobs.size).toBe(0);
});

test("a source that gives fewer or more bytes than it should is refused", async () => {
  const image = sampleImage([200_000]);
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  const { registry, store } = await memoryStore();
  for (const size of [layer.size - 1, layer.size + 1]) {
    const wrong = store.putBlob(layer, async function* () {
      yield new Uint8Array(size);
    });
    await expect(wrong).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
  }
  expect(registry.repository("team/agent").blobs.size).toBe(0);
});

test.each([401, 403, 404, 413])(
  "a push that is refused with %i leaves the tag where it was",
  async (status) => {
    const [before, after] = [sampleImage(), sampleImage([300_000])];
    for (const refused of ["POST", "PUT"]) {
      const { registry, store } = await memoryStore();
      await push(store, before, "v1");
      registry.options = {
        mischief: ({ method }) => (method === refused ? { kind: "answer", status } : undefined),
      };
      const code = status === 401 || status === 403 ? "REGISTRY_DENIED" : "REGISTRY_REFUSED";
      await expect(push(store, after, "v1")).rejects.toMatchObject({
        code,
        message: expect.stringContaining(`${status}`),
      });
      registry.options = {};
      await expectImageIn(store, before, "v1");
    }
  },
);
