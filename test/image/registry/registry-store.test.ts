import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenCredential } from "../../../src/image/registry/credential.ts";
import type { TransferProgress } from "../../../src/image/registry/traffic.ts";
import { programPath, requires } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { DockerRegistry, htpasswd } from "../../services/docker-registry.ts";
import { LoopbackProxy } from "../../services/loopback-proxy.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { openForTest } from "./open-for-test.ts";
import { opened, push, sampleImage } from "./sample-image.ts";

async function run(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(programPath(program) ?? program, args, { timeout: 100_000 });
  return stdout;
}

requires("docker-registry")("a real registry", () => {
  let registry: DockerRegistry;
  let guarded: DockerRegistry;
  beforeAll(async () => {
    [registry, guarded] = await Promise.all([DockerRegistry.start(), DockerRegistry.start({ htpasswd })]);
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await guarded[Symbol.asyncDispose]();
  });

  test("gives back what it was given", async () => {
    const { registries } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
    const image = sampleImage([100, 3_000_000, 0]);
    await push(store, image, "v1");
    await expectImageIn(store, image, "v1");
  });

  test("a small image costs two requests a blob, one for the manifest, and one to read it back", async () => {
    const { registries, meter } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/small", access: "push" });
    const image = sampleImage();
    await push(store, image, "v1");
    await store.manifest({ kind: "digest", digest: image.manifest.digest });
    expect(meter.summary()).toMatchObject({ requests: 6, tokenRequests: 0 });
  });

  test("blobs that are there are not sent again", async () => {
    const image = sampleImage([2_000, 2_000_000]);
    const first = openForTest().registries.open({
      host: registry.host,
      repository: "team/again",
      access: "push",
    });
    await push(first, image, "v1");
    const { registries, meter } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/again", access: "push" });
    for (const blob of [...image.layers, image.config]) {
      expect(await store.putBlob(blob, opened(image, blob))).toBe("present");
    }
    expect(meter.summary()).toMatchObject({ requests: 3 });
    expect(meter.summary().byKind.upload).toBeUndefined();
  });

  test("blobs of another repository are mounted with one request each", async () => {
    const image = sampleImage([2_000, 2_000_000]);
    const { registries, meter } = openForTest();
    const base = registries.open({ host: registry.host, repository: "team/base" });
    const target = registries.open({ host: registry.host, repository: "team/derived", access: "push" });
    await push(base, image, "v1");
    const before = meter.summary().requests;
    for (const blob of [...image.layers, image.config]) {
      expect(await target.putBlob(blob, opened(image, blob), base.origin)).toBe("mounted");
    }
    await target.putManifest(image.manifest, "v1");
    expect(meter.summary().requests - before).toBe(4);
    await expectImageIn(target, image, "v1");
  });

  test("blobs of the same repository are not asked about", async () => {
    const image = sampleImage();
    const { registries, meter } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/own", access: "push" });
    await push(store, image, "v1");
    const before = meter.summary().requests;
    const [layer] = image.layers;
    if (layer) expect(await store.putBlob(layer, opened(image, layer), store.origin)).toBe("present");
    expect(meter.summary().requests).toBe(before);
  });

  test("a password is sent once the registry asks for one", async () => {
    const image = sampleImage([2_000_000]);
    const { registries, meter } = openForTest({
      credentials: givenCredential(guarded.host, "user", "password"),
    });
    const store = registries.open({ host: guarded.host, repository: "team/agent", access: "push" });
    await push(store, image, "v1");
    await expectImageIn(store, image, "v1");
    expect(meter.summary().tokenRequests).toBe(0);
  });

  test("who gives no password, or a wrong one, is denied", async () => {
    for (const password of [undefined, "wrong"]) {
      const { registries } = openForTest({ credentials: givenCredential(guarded.host, "user", password) });
      const store = registries.open({ host: guarded.host, repository: "team/agent", access: "push" });
      await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
        code: "REGISTRY_DENIED",
      });
      await expect(push(store, sampleImage(), "v1")).rejects.toMatchObject({ code: "REGISTRY_DENIED" });
    }
  });

  test("what is not there is missing", async () => {
    const { registries } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/agent" });
    const absent = sampleImage();
    const [layer] = absent.layers;
    const missing = expect.objectContaining({ code: "IMAGE_MISSING" });
    await expect(store.manifest({ kind: "tag", tag: "nothing" })).rejects.toEqual(missing);
    await expect(store.manifest({ kind: "digest", digest: absent.manifest.digest })).rejects.toEqual(missing);
    if (layer) await expect(Array.fromAsync(store.blob(layer))).rejects.toEqual(missing);
  });

  test("a manifest whose blobs are not there is refused, and its tag is not made", async () => {
    const { registries } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/hollow", access: "push" });
    await expect(store.putManifest(sampleImage().manifest, "v1")).rejects.toMatchObject({
      code: "REGISTRY_REFUSED",
      message: expect.stringContaining("MANIFEST_BLOB_UNKNOWN"),
    });
    await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({ code: "IMAGE_MISSING" });
  });

  test("an upload that the network cuts goes on with what the registry kept", async () => {
    let cuts = 2;
    const onRequest = (method: string, path: string) =>
      method === "PUT" && path.includes("/uploads/") && cuts-- > 0 ? 1_500_000 : undefined;
    await using proxy = await LoopbackProxy.start(registry.host, { onRequest });
    const { registries } = openForTest();
    const store = registries.open({ host: proxy.host, repository: "team/cut", access: "push" });
    const image = sampleImage([5_000_000]);
    await push(store, image, "v1");
    await expectImageIn(store, image, "v1");
    const [layer] = image.layers;
    expect(proxy.sent).toBeLessThan((layer?.size ?? 0) * 1.5);
  });

  test("progress reaches the size of every blob, in both directions", async () => {
    const last = new Map<string, TransferProgress>();
    const { registries } = openForTest({
      onProgress: (progress) => last.set(`${progress.direction} ${progress.digest}`, progress),
    });
    const store = registries.open({ host: registry.host, repository: "team/progress", access: "push" });
    const image = sampleImage([3_000_000]);
    await push(store, image);
    await expectImageIn(store, image);
    const [layer] = image.layers;
    for (const direction of ["up", "down"]) {
      expect(last.get(`${direction} ${layer?.digest}`)).toMatchObject({
        moved: layer?.size,
        size: layer?.size,
      });
    }
  });

  requires(
    "crane",
    "regctl",
    "skopeo",
  )("and the tools of the field", () => {
    test("they read what we push", async () => {
      const { registries } = openForTest();
      const store = registries.open({ host: registry.host, repository: "team/read", access: "push" });
      const image = sampleImage([2_000, 100_000]);
      await push(store, image, "v1");
      const name = `${registry.host}/team/read:v1`;
      await run("crane", "validate", "--remote", name, "--insecure");
      expect((await run("crane", "digest", name, "--insecure")).trim()).toBe(image.manifest.digest);
      const directory = scratchDirectory();
      await run(
        "skopeo",
        "copy",
        "--src-tls-verify=false",
        `docker://${name}`,
        `oci:${join(directory, "layout")}:v1`,
      );
      const raw = await run(
        "regctl",
        "--host",
        `reg=${registry.host},tls=disabled`,
        "manifest",
        "get",
        "--format",
        "raw-body",
        name,
      );
      expect(raw).toBe(Buffer.from(image.manifest.bytes).toString("utf8"));
    });

    test("we read what they push", async () => {
      const { registries } = openForTest();
      const store = registries.open({ host: registry.host, repository: "team/origin", access: "push" });
      const image = sampleImage([2_000, 100_000]);
      await push(store, image, "v1");
      const at = (repository: string) => `${registry.host}/team/${repository}:v1`;
      await run("crane", "copy", at("origin"), at("by-crane"), "--insecure");
      await run(
        "skopeo",
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        `docker://${at("origin")}`,
        `docker://${at("by-skopeo")}`,
      );
      await run(
        "regctl",
        "--host",
        `reg=${registry.host},tls=disabled`,
        "image",
        "copy",
        at("origin"),
        at("by-regctl"),
      );
      for (const repository of ["by-crane", "by-skopeo", "by-regctl"]) {
        await expectImageIn(
          registries.open({ host: registry.host, repository: `team/${repository}` }),
          image,
          "v1",
        );
      }
    });
  });
});
