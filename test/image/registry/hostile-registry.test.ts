import { expect, onTestFinished, test } from "vitest";
import { MemoryRegistry } from "../../services/memory-registry.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { memoryStore } from "./memory-store.ts";
import { push, sampleImage } from "./sample-image.ts";

const mismatch = { code: "DIGEST_MISMATCH" };

test("a manifest that is not what its digest says is refused, whatever the registry's header says", async () => {
  const image = sampleImage();
  const { registry, store } = await memoryStore({ contentDigest: image.manifest.digest });
  const other = { bytes: Buffer.from("{}"), mediaType: image.manifest.mediaType };
  registry.repository("team/agent").manifests.set(image.manifest.digest, other);
  const read = store.manifest({ kind: "digest", digest: image.manifest.digest });
  await expect(read).rejects.toMatchObject(mismatch);
});

test("the digest of a tag's manifest is computed, never taken from a header", async () => {
  const image = sampleImage();
  const { store } = await memoryStore({ contentDigest: `sha256:${"0".repeat(64)}` });
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
});

test.each([
  ["ends early", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
  ["is longer", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0])])],
  [
    "differs in its last byte",
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
  ],
  ["is empty", () => Buffer.alloc(0)],
])("a blob that %s fails before its end is told", async (_, spoil) => {
  const image = sampleImage([200_000]);
  const { registry, store } = await memoryStore();
  await push(store, image, "v1");
  const { blobs } = registry.repository("team/agent");
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  blobs.set(layer.digest, spoil(blobs.get(layer.digest) as Buffer));
  await expect(Array.fromAsync(store.blob(layer))).rejects.toMatchObject(mismatch);
});

test("a manifest over 10 MiB is not read", async () => {
  const { registry, store } = await memoryStore();
  const bytes = Buffer.alloc(10 * 1024 * 1024 + 1, " ");
  registry.repository("team/agent").manifests.set("v1", { bytes, mediaType: "application/json" });
  await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({ code: "IMAGE_INVALID" });
});

test("an answer that never ends is not waited for", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const { store } = await memoryStore({}, { signal: stop.signal });
  const endless = store.putBlob(sampleImage().config, async function* () {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      yield new Uint8Array(0);
    }
  });
  await expect(endless).rejects.toMatchObject({ code: "CANCELLED" });
});

test("a redirect elsewhere is followed without the credential", async () => {
  const image = sampleImage([300_000]);
  const elsewhere = await MemoryRegistry.start();
  onTestFinished(() => elsewhere[Symbol.asyncDispose]());
  const { registry, store } = await memoryStore(
    { guard: ({ headers }) => (headers.authorization ? undefined : 'Basic realm="test"') },
    { credentials: async () => ({ kind: "password", username: "user", password: "password" }) },
  );
  await push(store, image, "v1");
  elsewhere.repositories.set("team/agent", registry.repository("team/agent"));
  registry.options = {
    mischief: ({ method, path }) =>
      method === "GET" && path.includes("/blobs/sha256")
        ? {
            kind: "answer",
            status: 307,
            headers: { location: `http://${elsewhere.otherHost}${path}?signature=secret` },
          }
        : undefined,
  };
  await expectImageIn(store, image, "v1");
  expect(elsewhere.arrivals).toHaveLength(2);
  for (const { headers } of elsewhere.arrivals) expect(headers.authorization).toBeUndefined();
});

test("a credential that another origin asks for is not given", async () => {
  const elsewhere = await MemoryRegistry.start({ guard: () => 'Basic realm="test"' });
  onTestFinished(() => elsewhere[Symbol.asyncDispose]());
  let asked = 0;
  const { store } = await memoryStore(
    {
      mischief: ({ path }) => ({
        kind: "answer",
        status: 302,
        headers: { location: `http://${elsewhere.otherHost}${path}` },
      }),
    },
    {
      credentials: async () => {
        asked++;
        return { kind: "password", username: "user", password: "password" };
      },
    },
  );
  await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({ code: "REGISTRY_DENIED" });
  expect(asked).toBe(0);
});

test("redirects in a circle end", async () => {
  const { registry, store } = await memoryStore({
    mischief: ({ path }) => ({ kind: "answer", status: 307, headers: { location: path } }),
  });
  const read = store.manifest({ kind: "tag", tag: "v1" });
  await expect(read).rejects.toMatchObject({ code: "REGISTRY_REFUSED" });
  expect(registry.arrivals.length).toBeLessThan(10);
});

test.each(["file:///etc/passwd", "javascript:1", "http://["])(
  "a redirect to %s is refused",
  async (location) => {
    const { store } = await memoryStore({
      mischief: () => ({ kind: "answer", status: 307, headers: { location } }),
    });
    await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
      code: "REGISTRY_REFUSED",
    });
  },
);

test.each(["relative", "absolute"] as const)("an upload goes on at a %s location", async (locations) => {
  const image = sampleImage([100_000]);
  const { store } = await memoryStore({ locations });
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
});

test("an upload whose answer says nowhere to send it is refused", async () => {
  const { store } = await memoryStore({
    mischief: ({ method }) => (method === "POST" ? { kind: "answer", status: 202 } : undefined),
  });
  await expect(push(store, sampleImage())).rejects.toMatchObject({ code: "REGISTRY_REFUSED" });
});

test("an upload elsewhere gets no credential", async () => {
  const image = sampleImage([100_000]);
  const elsewhere = await MemoryRegistry.start({ mounts: "ignore" });
  onTestFinished(() => elsewhere[Symbol.asyncDispose]());
  const started = await fetch(`http://${elsewhere.host}/v2/team/agent/blobs/uploads/`, { method: "POST" });
  const location = `http://${elsewhere.otherHost}${started.headers.get("location")}`;
  const [layer] = image.layers;
  if (!layer) throw new Error("no layer");
  const { store } = await memoryStore(
    {
      guard: ({ headers }) => (headers.authorization ? undefined : 'Basic realm="test"'),
      mischief: ({ method, headers }) =>
        method === "POST" && headers.authorization
          ? { kind: "answer", status: 202, headers: { location } }
          : undefined,
    },
    { credentials: async () => ({ kind: "password", username: "user", password: "password" }) },
  );
  await store.putBlob(layer, async function* () {
    yield image.blobs.get(layer.digest) as Uint8Array;
  });
  expect(elsewhere.repository("team/agent").blobs.has(layer.digest)).toBe(true);
  expect(elsewhere.arrivals.at(-1)).toMatchObject({ method: "PUT" });
  expect(elsewhere.arrivals.at(-1)?.headers.authorization).toBeUndefined();
});

test("a tag that moves between two requests changes nothing of what is read by digest", async () => {
  const [first, second] = [sampleImage(), sampleImage()];
  const { store } = await memoryStore();
  await push(store, first, "v1");
  const read = await store.manifest({ kind: "tag", tag: "v1" });
  await push(store, second, "v1");
  const again = await store.manifest({ kind: "digest", digest: read.digest });
  expect(Buffer.from(again.bytes).equals(first.manifest.bytes)).toBe(true);
  await expectImageIn(store, second, "v1");
});

test("a manifest that was asked for ahead is read once, and anew the next time", async () => {
  const [first, second] = [sampleImage(), sampleImage()];
  const { registry, store } = await memoryStore();
  const tag = { kind: "tag", tag: "v1" } as const;
  store.expectManifest({ kind: "tag", tag: "nothing" });
  await push(store, first, "v1");
  store.expectManifest(tag);
  const reads = () => registry.log.filter((line) => line === "GET /v2/team/agent/manifests/v1").length;
  expect((await store.manifest(tag)).digest).toBe(first.manifest.digest);
  expect(reads()).toBe(1);
  await push(store, second, "v1");
  expect((await store.manifest(tag)).digest).toBe(second.manifest.digest);
  await expect(store.manifest({ kind: "tag", tag: "nothing" })).rejects.toMatchObject({
    code: "IMAGE_MISSING",
  });
});

test("a registry's words are shown without what could forge a log, and not at any length", async () => {
  const message = `first\n::error::forged\u001b[31m\u202e${"x".repeat(5_000)}`;
  const body = JSON.stringify({ errors: [{ code: "DENIED", message }] });
  const { store } = await memoryStore({ mischief: () => ({ kind: "answer", status: 403, body }) });
  const fault = await store.manifest({ kind: "tag", tag: "v1" }).catch((caught) => caught);
  expect(fault).toMatchObject({ code: "REGISTRY_DENIED", message: expect.stringContaining("DENIED: first") });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
  expect(fault.message).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(fault.message.length).toBeLessThan(600);
});

test("an HTML page of a proxy is not repeated", async () => {
  const body = "<html><body>Bad gateway</body></html>";
  const { store } = await memoryStore({ mischief: () => ({ kind: "answer", status: 400, body }) });
  const fault = await store.manifest({ kind: "tag", tag: "v1" }).catch((caught) => caught);
  expect(fault.message).toMatch(/answered 400 to the manifest v1 of team\/agent$/);
});
