import { expect, onTestFinished, test } from "vitest";
import type { CredentialSource } from "../../../src/image/registry/credential.ts";
import type { RegistryOptions } from "../../../src/image/registry/registries.ts";
import { answeringServer, resolverOf } from "../../services/answering-server.ts";
import { MemoryRegistry, type MemoryRegistryOptions } from "../../services/memory-registry.ts";
import { TokenServer } from "../../services/token-server.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { openForTest } from "./open-for-test.ts";
import { opened, push, sampleImage } from "./sample-image.ts";

const tag = { kind: "tag", tag: "v1" } as const;
const refused = { code: "ADDRESS_REFUSED" };

/** Counts how often it was asked. */
function counted(): { credentials: CredentialSource; asked: () => number } {
  let asked = 0;
  return {
    credentials: async () => {
      asked++;
      return { kind: "password", username: "user", password: "password" };
    },
    asked: () => asked,
  };
}

/** A registry out there: `registry.test`, which a proxy on this machine is asked for. */
async function publicRegistry(options: MemoryRegistryOptions, more: Partial<RegistryOptions> = {}) {
  const registry = await MemoryRegistry.start(options);
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const proxy = `http://${registry.host}`;
  const { registries, meter } = openForTest({
    insecure: ["registry.test"],
    env: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: "inside.test" },
    ...more,
  });
  const store = registries.open({ host: "registry.test", repository: "team/agent", access: "push" });
  return { registry, store, meter };
}

const guard = (realm: string) => () => `Bearer realm="${realm}",service="x"`;
const redirect = (location: string): MemoryRegistryOptions => ({
  mischief: () => ({ kind: "answer", status: 307, headers: { location } }),
});
const uploadAt = (location: string): MemoryRegistryOptions => ({
  mischief: ({ method }) =>
    method === "POST" ? { kind: "answer", status: 202, headers: { location } } : undefined,
});

test.each([
  "http://169.254.169.254/latest/meta-data/",
  "https://169.254.169.254/token",
  "https://[::ffff:127.0.0.1]/token",
  "https://[::1]/token",
  "https://127.0.0.1:6379/token",
  "https://2130706433/token",
  "https://0x7f.0.0.1/token",
  "https://0177.1/token",
  "https://localhost/token",
  "https://localhost./token",
  "https://10.0.0.1/token",
  "https://192.168.1.1/token",
  "https://[fd00::1]/token",
  "https://[64:ff9b::a9fe:a9fe]/token",
  "https://[2002:7f00:1::]/token",
  "https://metadata.google.internal/token",
])("a public registry whose token server is %s gets no credential, and nobody is asked", async (realm) => {
  const { credentials, asked } = counted();
  const { store, meter } = await publicRegistry({ guard: guard(realm) }, { credentials });
  await expect(store.manifest(tag)).rejects.toMatchObject(refused);
  expect(asked()).toBe(0);
  expect(meter.summary()).toMatchObject({ requests: 1, tokenRequests: 0 });
});

test("a token server whose name resolves to this machine is not connected to", async () => {
  const inside = await answeringServer();
  const realm = `https://inside.test:${inside.port}/token`;
  const { lookup } = resolverOf({ "inside.test": ["127.0.0.1"] });
  const { store } = await publicRegistry({ guard: guard(realm) }, { lookup });
  await expect(store.manifest(tag)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining(`inside.test:${inside.port} (127.0.0.1)`),
  });
  expect(inside.seen).toEqual([]);
});

test("an upload is not sent to a port of this machine that a public registry names", async () => {
  const inside = await answeringServer();
  const image = sampleImage();
  for (const location of [`http://127.0.0.1:${inside.port}/`, `http://inside.test:${inside.port}/`]) {
    const { lookup } = resolverOf({ "inside.test": ["127.0.0.1"] });
    const { store } = await publicRegistry(uploadAt(location), { lookup });
    const sending = store.putBlob(image.config, opened(image, image.config));
    await expect(sending).rejects.toMatchObject(refused);
  }
  expect(inside.seen).toEqual([]);
});

test("an upload goes on where a public registry names another public host, and may say so again", async () => {
  const image = sampleImage();
  const { registry, store } = await publicRegistry(
    uploadAt("http://storage.test/v2/team/agent/blobs/uploads/1?state=a%2Fb"),
  );
  // The proxy stands for both hosts, and knows nothing of this upload.
  await expect(store.putBlob(image.config, opened(image, image.config))).rejects.toMatchObject({
    code: "REGISTRY_REFUSED",
  });
  expect(registry.arrivals.at(-1)?.headers.host).toBe("storage.test");
});

test("a redirect into a network is not followed, at once or by a detour", async () => {
  const inside = await answeringServer();
  const target = `http://127.0.0.1:${inside.port}/`;
  const { store } = await publicRegistry(redirect(target));
  await expect(store.manifest(tag)).rejects.toMatchObject(refused);
  const detour = await publicRegistry({
    mischief: ({ headers }) => ({
      kind: "answer",
      status: 302,
      headers: { location: headers.host === "registry.test" ? "http://storage.test/" : target },
    }),
  });
  await expect(detour.store.manifest(tag)).rejects.toMatchObject(refused);
  expect(inside.seen).toEqual([]);
});

test("a public host on the way decides what the rest of the way may be", async () => {
  const inside = await answeringServer();
  const proxy = await answeringServer((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end(),
  );
  const { registries } = openForTest({ env: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` } });
  const registry = await answeringServer((_, response) =>
    response.writeHead(302, { location: "http://storage.test/" }).end(),
  );
  const store = registries.open({ host: `127.0.0.1:${registry.port}`, repository: "team/agent" });
  await expect(store.manifest(tag)).rejects.toMatchObject(refused);
  expect(proxy.seen).toHaveLength(1);
  expect(inside.seen).toEqual([]);
});

test("a registry that the user named inside a network names its token server there", async () => {
  const tokens = await TokenServer.start();
  onTestFinished(() => tokens[Symbol.asyncDispose]());
  const registry = await MemoryRegistry.start({ guard: (arrival) => tokens.guard(arrival) });
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const { lookup } = resolverOf({ "gitea.test": ["127.0.0.1"] });
  const host = registry.host.replace("127.0.0.1", "gitea.test");
  // Its realm is in plain HTTP at another port, as that of a Gitea in a home network.
  const realmHost = new URL(tokens.realm).host.replace("127.0.0.1", "gitea.test");
  const guarded = (arrival: Parameters<TokenServer["guard"]>[0]) =>
    tokens.guard(arrival)?.replace("127.0.0.1", "gitea.test");
  registry.options = { guard: guarded };
  const { credentials } = counted();
  const { registries } = openForTest({ lookup, insecure: [host], credentials });
  const store = registries.open({ host, repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
  expect(tokens.seen[0]).toMatchObject({ user: "user" });
  expect(realmHost).toContain("gitea.test");
});

test("a token server in plain HTTP on another host is asked where the user named that host, too", async () => {
  const tokens = await TokenServer.start();
  onTestFinished(() => tokens[Symbol.asyncDispose]());
  const { lookup } = resolverOf({ "gitea.test": ["127.0.0.1"], "auth.test": ["127.0.0.1"] });
  const registry = await MemoryRegistry.start({
    guard: (arrival) => tokens.guard(arrival)?.replace("127.0.0.1", "auth.test"),
  });
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const host = registry.host.replace("127.0.0.1", "gitea.test");
  const realm = new URL(tokens.realm).host.replace("127.0.0.1", "auth.test");
  const { credentials } = counted();
  const reading = (insecure: readonly string[]) =>
    openForTest({ lookup, insecure, credentials })
      .registries.open({ host, repository: "team/agent" })
      .manifest(tag);
  await expect(reading([host])).rejects.toMatchObject({ code: "REGISTRY_DENIED" });
  expect(tokens.seen).toEqual([]);
  await expect(reading([host, realm])).rejects.toMatchObject({ code: "IMAGE_MISSING" });
});

test("no registry, wherever it is, leads to a link-local address", async () => {
  const registry = await MemoryRegistry.start({ guard: guard("https://169.254.169.254/token") });
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const { credentials, asked } = counted();
  const { registries } = openForTest({ credentials });
  const store = registries.open({ host: registry.host, repository: "team/agent" });
  await expect(store.manifest(tag)).rejects.toMatchObject(refused);
  expect(asked()).toBe(0);
});

test("a host that is allowed is led to by a public registry", async () => {
  const storage = await MemoryRegistry.start();
  onTestFinished(() => storage[Symbol.asyncDispose]());
  const image = sampleImage();
  const inside = openForTest().registries.open({
    host: storage.host,
    repository: "team/agent",
    access: "push",
  });
  await push(inside, image, "v1");
  const location = `http://${storage.host}/v2/team/agent/manifests/v1`;
  const closed = await publicRegistry(redirect(location));
  await expect(closed.store.manifest(tag)).rejects.toMatchObject(refused);
  const open = await publicRegistry(redirect(location), { allowPrivateHosts: [storage.host] });
  expect((await open.store.manifest(tag)).digest).toBe(image.manifest.digest);
});
