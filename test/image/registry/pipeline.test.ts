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

/** A registry with a base that was built on before, and what is known of it. */
async function builtOn() {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const base = await pushBase(registry.host);
  const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
  await bakeOnto(base, beside(base, "earlier"), cache);
  return { registry, base, cache };
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

  test("a changed identity on a base that was built on before takes 7 requests; to change it back takes 8", async () => {
    const base = await pushBase(registry.host);
    const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
    const to = beside(base, "baked");
    const first = await bakeOnto(base, to, cache);
    const { result, traffic } = await bakeOnto(base, to, cache, "changed");
    expect(result.changed).toBe(true);
    expect(traffic.requests).toBe(7);
    const back = await bakeOnto(base, to, cache);
    expect(back.result).toEqual({ ...first.result, changed: true });
    expect(back.traffic.requests).toBeLessThanOrEqual(8);
  });

  test("an image that another machine has baked is found, though its layer was expected to be new", async () => {
    const base = await pushBase(registry.host);
    const cache = new BaseCache(new Cache(join(scratchDirectory(), "bases"), "bases"));
    await bakeOnto(base, beside(base, "other"), cache);
    const theirs = await bakeOnto(base, beside(base, "baked"), undefined, "changed");
    const ours = await bakeOnto(base, beside(base, "baked"), cache, "changed");
    expect(ours.result).toEqual({ ...theirs.result, changed: false });
    expect(ours.traffic.bytesSent).toBe(0);
    // The base, the mount, the name, and the upload that was opened for a config, which nobody waits for.
    expect(ours.traffic.requests).toBeLessThanOrEqual(4);
    expect((await bakeOnto(base, beside(base, "baked"), cache, "changed")).traffic.requests).toBe(2);
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

test("on a base that was built on before, a new layer and its config wait for nobody, and no manifest goes before its blobs", async () => {
  const { registry, base, cache } = await builtOn();
  const before = registry.log.length;
  const sentLayer = Promise.withResolvers<void>();
  let uploads = 0;
  registry.options = {
    mischief: ({ method, path }) => {
      if (method === "POST") uploads++;
      // The base is given out only when an upload was opened for each, and the layer is on its way.
      if (method === "PUT" && uploads === 2) sentLayer.resolve();
      const isBase = method === "GET" && path.endsWith("/manifests/v1");
      return isBase ? { kind: "held", until: sentLayer.promise } : undefined;
    },
  };
  expect((await bakeOnto(base, beside(base, "baked"), cache, "changed")).result.changed).toBe(true);
  const repository = base.split("/").at(-1)?.split(":")[0];
  const blobs = `/v2/${repository}/blobs/uploads/`;
  const log = registry.log.slice(before);
  expect([...log.slice(0, 3)].sort()).toEqual([
    `GET /v2/${repository}/manifests/v1`,
    `POST ${blobs}`,
    `POST ${blobs}`,
  ]);
  expect(log.slice(3)).toEqual([
    `PUT ${blobs}ID`,
    `PUT ${blobs}ID`,
    `PUT /v2/${repository}/manifests/baked`,
    `GET /v2/${repository}/manifests/baked`,
  ]);
});

test("an upload that was opened in vain is neither waited for nor tried again", async () => {
  const { registry, base, cache } = await builtOn();
  await bakeOnto(base, beside(base, "baked"), undefined, "changed");
  const before = registry.log.length;
  const [opened, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  onTestFinished(() => over.resolve());
  registry.options = {
    mischief: ({ method, path, query }) => {
      if (method === "GET" && path.endsWith("/manifests/v1")) return { kind: "held", until: opened.promise };
      if (method !== "POST" || query.has("mount")) return undefined;
      opened.resolve();
      return { kind: "held", until: over.promise };
    },
  };
  const ours = await bakeOnto(base, beside(base, "baked"), cache, "changed");
  expect(ours.result.changed).toBe(false);
  const repository = base.split("/").at(-1)?.split(":")[0];
  expect(registry.log.slice(before).sort()).toEqual([
    `GET /v2/${repository}/manifests/baked`,
    `GET /v2/${repository}/manifests/v1`,
    `POST /v2/${repository}/blobs/uploads/`,
    `POST /v2/${repository}/blobs/uploads/`,
  ]);
});

test.each([true, false])(
  "what the gate refuses is not reachable, though its layer went ahead (known base: %s)",
  async (isKnown) => {
    const { registry, base, cache } = await builtOn();
    const all = places();
    const refused = bake({
      template: template({ "prompts/concierge.md": "refused" }),
      base: await all.open(parseStoredReference(base)),
      to: await all.open(parseStoredReference(`docker://${registry.host}/refused:v1`), "push"),
      gate: gate({ "prompts/concierge.md": "another template" }),
      ...(isKnown ? { cache } : {}),
    });
    await expect(refused).rejects.toMatchObject({ code: "GATE_FAILED" });
    expect(registry.repository("refused").manifests.size).toBe(0);
  },
);

test.each([
  ["refuses uploads", { method: "POST", part: "/uploads/", status: 403 }, "REGISTRY_DENIED"],
  ["lost the base", { method: "GET", part: "/manifests/v1", status: 404 }, "IMAGE_MISSING"],
])("a registry that %s is told in the same words, whatever was known of the base", async (_, bad, code) => {
  const { registry, base, cache } = await builtOn();
  registry.options = {
    mischief: ({ method, path }) =>
      method === bad.method && path.includes(bad.part) ? { kind: "answer", status: bad.status } : undefined,
  };
  const to = beside(base, "baked");
  const fault = (known?: BaseCache) =>
    bakeOnto(base, to, known, "changed").then(
      () => undefined,
      ({ code: its, message }) => ({ code: its, message }),
    );
  const told = await fault(cache);
  expect(told).toMatchObject({ code });
  expect(told).toEqual(await fault());
  expect([
    ...registry.repository(base.split("/").at(-1)?.split(":")[0] ?? "").manifests.keys(),
  ]).not.toContain("baked");
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
