import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { Cache } from "../../../src/cache/cache.ts";
import { type BakeResult, bake } from "../../../src/image/bake.ts";
import { BaseCache } from "../../../src/image/base-cache.ts";
import type { ImagePlaces } from "../../../src/image/places.ts";
import { promote, publish } from "../../../src/image/publish.ts";
import { parseStoredReference } from "../../../src/image/reference.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { requires } from "../../requirement.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";
import { DockerRegistry, htpasswd } from "../../services/docker-registry.ts";
import { LoopbackProxy } from "../../services/loopback-proxy.ts";
import { MemoryRegistry } from "../../services/memory-registry.ts";
import { gate, places, template } from "../samples.ts";
import { openForTest } from "./open-for-test.ts";
import { push, sampleImage } from "./sample-image.ts";

/** Pushes a base of five layers and gives its reference. */
async function pushBase(host: string): Promise<string> {
  const { registries } = openForTest();
  const repository = `base-${randomUUID()}`;
  const store = registries.open({ host, repository, access: "push" });
  await push(store, sampleImage([1_000, 1_000, 1_000, 1_000, 1_000]), "v1");
  return `docker://${host}/${repository}:v1`;
}

interface Baked {
  readonly result: BakeResult;
  readonly traffic: ImagePlaces["traffic"];
}

async function bakeOnto(base: string, to: string, cache?: BaseCache, identity = "as it is"): Promise<Baked> {
  const all = places();
  const files = { "prompts/concierge.md": identity };
  const result = await bake({
    template: template(files),
    base: await all.open(parseStoredReference(base)),
    to: await all.open(parseStoredReference(to), "push"),
    gate: gate(files),
    cache,
  });
  return { result, traffic: all.traffic };
}

const beside = (base: string, tag: string) => base.replace(/:v1$/, `:${tag}`);

requires("docker-registry")("baking and publishing with a real registry", () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await DockerRegistry.start();
  });
  afterAll(() => registry[Symbol.asyncDispose]());

  test("a bake in one repository takes 8 requests, read-back included", async () => {
    const base = await pushBase(registry.host);
    const { result, traffic } = await bakeOnto(base, beside(base, "baked"));
    expect(result.changed).toBe(true);
    expect(traffic.requests).toBe(8);
    expect(traffic.byKind).toMatchObject({
      "manifest-read": 2,
      "blob-read": 1,
      "upload-start": 2,
      upload: 2,
    });
  });

  test("a bake into another repository takes one more for each layer of the base", async () => {
    const base = await pushBase(registry.host);
    const { result, traffic } = await bakeOnto(base, `docker://${registry.host}/derived-${randomUUID()}:v1`);
    expect(result.changed).toBe(true);
    expect(traffic.requests).toBe(13);
  });

  test("the same bake again sends nothing: 2 requests on a base that was built on before, else 3", async () => {
    const base = await pushBase(registry.host);
    const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
    const to = beside(base, "baked");
    const first = await bakeOnto(base, to, cache);
    const warm = await bakeOnto(base, to, cache);
    const cold = await bakeOnto(base, to);
    for (const { result, traffic } of [warm, cold]) {
      expect(result).toEqual({ ...first.result, changed: false });
      expect(traffic.bytesSent).toBe(0);
    }
    expect(warm.traffic.requests).toBe(2);
    expect(cold.traffic.requests).toBe(3);
  });

  test("an image that only pretends to have been baked on the base is replaced", async () => {
    const base = await pushBase(registry.host);
    const to = beside(base, "baked");
    const first = await bakeOnto(base, to);
    const { store } = await places().open(parseStoredReference(to), "push");
    const honest = await store.manifest({ kind: "tag", tag: "baked" });
    const forged = JSON.parse(Buffer.from(honest.bytes).toString("utf8"));
    forged.annotations["io.identikit.base.config"] = Buffer.from('{"os":"linux"}').toString("base64");
    const bytes = Buffer.from(JSON.stringify(forged));
    await store.putManifest({ ...honest, bytes, digest: digestOf(bytes) }, "baked");
    expect((await bakeOnto(base, to)).result).toEqual({ ...first.result, changed: true });
    expect((await store.manifest({ kind: "tag", tag: "baked" })).digest).toBe(first.result.digest);
  });

  test("a changed identity on a base that was built on before takes 8 requests", async () => {
    const base = await pushBase(registry.host);
    const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
    await bakeOnto(base, beside(base, "baked"), cache);
    const { result, traffic } = await bakeOnto(base, beside(base, "baked"), cache, "changed");
    expect(result.changed).toBe(true);
    expect(traffic.requests).toBe(8);
  });

  test("on a base that was built on before, the uploads of layer and config are opened at once", async () => {
    await using proxy = await LoopbackProxy.start(registry.host, { latencyMs: 50 });
    const base = await pushBase(proxy.host);
    const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
    await bakeOnto(base, beside(base, "baked"), cache);
    proxy.take();
    await bakeOnto(base, beside(base, "baked"), cache, "changed");
    const methods = proxy.take().requests.map((request) => request.split(" ")[0]);
    expect(methods).toEqual(["GET", "GET", "POST", "POST", "PUT", "PUT", "PUT", "GET"]);
  });

  test("a base whose tag moved is built on as it is now, cache or not", async () => {
    const base = await pushBase(registry.host);
    const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
    const to = beside(base, "baked");
    const before = await bakeOnto(base, to, cache);
    const { registries } = openForTest();
    const repository = base.split("/").at(-1)?.split(":")[0] ?? "";
    const store = registries.open({ host: registry.host, repository, access: "push" });
    await push(store, sampleImage([500]), "v1");
    const after = await bakeOnto(base, to, cache);
    expect(after.result.digest).not.toBe(before.result.digest);
    expect((await bakeOnto(base, to)).result).toEqual({ ...after.result, changed: false });
  });

  test("a published image is gated, copied byte for byte and read back; a promoted one moves a tag alone", async () => {
    const base = await pushBase(registry.host);
    const baked = await bakeOnto(base, `oci:${join(scratchDirectory(), "images")}:baked`);
    const all = places();
    const name = `docker://${registry.host}/published-${randomUUID()}`;
    const published = await publish({
      from: await all.open(parseStoredReference(baked.result.image)),
      to: await all.open(parseStoredReference(`${name}:v1`), "push"),
      tags: ["v1", "latest"],
      gate: gate({ "prompts/concierge.md": "as it is" }),
    });
    expect(published).toMatchObject({ digest: baked.result.digest, tags: ["v1", "latest"], gated: true });
    const to = await all.open(parseStoredReference(`${name}:production`), "push");
    const from = await all.open(parseStoredReference(`${name}@${published.digest}`));
    const before = all.traffic;
    const promoted = await promote({ from, to, gate: "skip" });
    expect(promoted).toMatchObject({ digest: published.digest, previousDigest: null, changed: true });
    // The image by digest, the tag as it was, the tag as it is to be, and what was written read back.
    expect(all.traffic.requests - before.requests).toBe(4);
    expect(await promote({ from, to, gate: "skip" })).toMatchObject({
      previousDigest: published.digest,
      changed: false,
    });
  });
});

requires("docker-registry")("a registry that wants a password", () => {
  test("is baked on, published to and promoted in with what config.json has for it", async () => {
    await using registry = await DockerRegistry.start({ htpasswd });
    const auth = Buffer.from("user:password").toString("base64");
    const home = writeFiles(scratchDirectory(), {
      "config.json": JSON.stringify({ auths: { [registry.host]: { auth } } }),
    });
    const all = places({ env: { DOCKER_CONFIG: home } });
    const name = `docker://${registry.host}/team/agent`;
    const to = await all.open(parseStoredReference(`${name}:v1`), "push");
    const baked = await bake({ template: template(), base: "scratch", to, gate: gate() });
    const from = await all.open(parseStoredReference(`${name}@${baked.digest}`));
    const published = await publish({ from, to, tags: ["v2"], gate: gate() });
    const production = await all.open(parseStoredReference(`${name}:production`), "push");
    const promoted = await promote({ from, to: production, gate: gate() });
    expect([published.digest, promoted.digest]).toEqual([baked.digest, baked.digest]);
    const denied = places().open(parseStoredReference(`${name}:v1`));
    await expect((await denied).store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
      code: "REGISTRY_DENIED",
    });
  });
});

test("what the gate refuses is not reachable, though its layer went ahead", async () => {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const base = await pushBase(registry.host);
  const all = places();
  const refused = bake({
    template: template(),
    base: await all.open(parseStoredReference(base)),
    to: await all.open(parseStoredReference(`docker://${registry.host}/refused:v1`), "push"),
    gate: gate({ "prompts/concierge.md": "another template" }),
  });
  await expect(refused).rejects.toMatchObject({ code: "GATE_FAILED" });
  expect(registry.repository("refused").manifests.size).toBe(0);
});

test("a registry that gives back something else than it was given fails the bake", async () => {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const base = await pushBase(registry.host);
  registry.options = {
    mischief: ({ method, path }) =>
      method === "GET" && /\/manifests\/(sha256|baked)/.test(path)
        ? { kind: "answer", status: 200, body: "{}" }
        : undefined,
  };
  await expect(bakeOnto(base, beside(base, "baked"))).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
});

test.each([401, 403, 404, 413])(
  "a publish that is refused with %i leaves the tag where it was",
  async (status) => {
    const registry = await MemoryRegistry.start();
    onTestFinished(() => registry[Symbol.asyncDispose]());
    const base = await pushBase(registry.host);
    const images = `oci:${join(scratchDirectory(), "images")}`;
    const to = `docker://${registry.host}/published:production`;
    const publishIt = async (identity: string) => {
      const all = places();
      const baked = await bakeOnto(base, `${images}:${identity}`, undefined, identity);
      return await publish({
        from: await all.open(parseStoredReference(baked.result.image)),
        to: await all.open(parseStoredReference(to), "push"),
        tags: [],
        gate: "skip",
      });
    };
    const { digest } = await publishIt("first");
    registry.options = {
      mischief: ({ method, path }) =>
        method === "PUT" && path.includes("published") ? { kind: "answer", status } : undefined,
    };
    await expect(publishIt("second")).rejects.toMatchObject({
      code: status === 401 || status === 403 ? "REGISTRY_DENIED" : "REGISTRY_REFUSED",
    });
    registry.options = {};
    const tag = await places().open(parseStoredReference(to));
    expect((await tag.store.manifest({ kind: "tag", tag: "production" })).digest).toBe(digest);
  },
);
