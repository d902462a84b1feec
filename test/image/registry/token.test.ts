import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type CredentialSource, givenCredential } from "../../../src/image/registry/credential.ts";
import { requires } from "../../requirement.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { MemoryRegistry } from "../../services/memory-registry.ts";
import {
  issuer,
  refreshToken,
  service,
  TokenServer,
  type TokenServerOptions,
} from "../../services/token-server.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { openForTest } from "./open-for-test.ts";
import { opened, push, sampleImage } from "./sample-image.ts";

const known: CredentialSource = async () => ({ kind: "password", username: "user", password: "password" });

async function guarded(
  options: TokenServerOptions = {},
): Promise<{ registry: MemoryRegistry; tokens: TokenServer }> {
  const tokens = await TokenServer.start(options);
  const registry = await MemoryRegistry.start({ guard: (arrival) => tokens.guard(arrival) });
  onTestFinished(async () => {
    await registry[Symbol.asyncDispose]();
    await tokens[Symbol.asyncDispose]();
  });
  return { registry, tokens };
}

requires("docker-registry", "openssl")("a real registry with a token server", () => {
  let tokens: TokenServer;
  let registry: DockerRegistry;
  beforeAll(async () => {
    tokens = await TokenServer.start({ signed: true });
    const { realm, certificate } = tokens;
    registry = await DockerRegistry.start({ token: { realm, issuer, service, certificate } });
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await tokens[Symbol.asyncDispose]();
  });

  test("one token is asked for pulling, pushing and mounting together", async () => {
    const image = sampleImage([2_000, 1_500_000]);
    const { registries, meter } = openForTest({ credentials: known });
    const base = registries.open({ host: registry.host, repository: "team/base", access: "push" });
    const target = registries.open({ host: registry.host, repository: "team/derived", access: "push" });
    await push(base, image, "v1");
    for (const blob of [...image.layers, image.config]) {
      expect(await target.putBlob(blob, opened(image, blob), base.origin)).toBe("mounted");
    }
    await target.putManifest(image.manifest, "v1");
    await expectImageIn(target, image, "v1");
    expect(meter.summary().tokenRequests).toBe(1);
  });

  test("a token of nobody is denied where nobody may push", async () => {
    const { registries } = openForTest();
    const store = registries.open({ host: registry.host, repository: "team/denied", access: "push" });
    await expect(push(store, sampleImage(), "v1")).rejects.toMatchObject({ code: "REGISTRY_DENIED" });
  });
});

test.each(["all", "first", "last"] as const)(
  "a server that reads %s of the scopes still gives tokens for everything",
  async (reads) => {
    const { registry, tokens } = await guarded({ reads });
    const { registries } = openForTest({ credentials: known });
    const base = registries.open({ host: registry.host, repository: "team/base", access: "push" });
    const target = registries.open({ host: registry.host, repository: "team/derived", access: "push" });
    const image = sampleImage([2_000, 2_000, 2_000]);
    await push(base, image, "v1");
    for (const blob of [...image.layers, image.config]) {
      const how = await target.putBlob(blob, opened(image, blob), base.origin);
      expect(how).toBe(reads === "all" ? "mounted" : "sent");
    }
    await target.putManifest(image.manifest, "v1");
    await expectImageIn(base, image, "v1");
    await expectImageIn(target, image, "v1");
    if (reads === "all") expect(tokens.seen).toHaveLength(1);
  },
);

test("who may only pull is denied when pushing, whatever the first token covered", async () => {
  const { registry } = await guarded({ allows: () => ["pull"] });
  const { registries } = openForTest({ credentials: known });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  await expect(push(store, sampleImage(), "v1")).rejects.toMatchObject({ code: "REGISTRY_DENIED" });
  expect(registry.repository("team/agent").manifests.size).toBe(0);
});

test("a wrong password is denied with the server's words, and never shown", async () => {
  const { registry } = await guarded();
  const { registries } = openForTest({
    credentials: givenCredential(registry.host, "user", "hunter-2-secret"),
  });
  const store = registries.open({ host: registry.host, repository: "team/agent" });
  const fault = await store.manifest({ kind: "tag", tag: "v1" }).catch((caught) => caught);
  expect(fault).toMatchObject({
    code: "REGISTRY_DENIED",
    message: expect.stringContaining("wrong password"),
  });
  expect(JSON.stringify([fault.message, fault.remedy, `${fault.stack}`])).not.toContain("hunter-2");
});

test("who has no credential is told to give one, who has one to check it", async () => {
  const { registry } = await guarded();
  const remedyOf = async (credentials: CredentialSource): Promise<string> => {
    const { registries } = openForTest({ credentials });
    const store = registries.open({ host: registry.host, repository: "team/agent" });
    return (await store.manifest({ kind: "tag", tag: "v1" }).catch((caught) => caught)).remedy;
  };
  expect(await remedyOf(async () => undefined)).toContain("No credential for this registry was found");
  expect(await remedyOf(givenCredential(registry.host, "user", "wrong"))).toContain("Check the credential");
});

test("a server without GET is asked by POST", async () => {
  const { registry, tokens } = await guarded({ get: false });
  const { registries } = openForTest({ credentials: known });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  expect(tokens.seen.map(({ method, grant }) => [method, grant])).toEqual([
    ["GET", undefined],
    ["POST", "password"],
  ]);
});

test("a refresh token goes by POST", async () => {
  const { registry, tokens } = await guarded();
  const { registries } = openForTest({
    credentials: async () => ({ kind: "identity-token", token: refreshToken }),
  });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  await push(store, sampleImage(), "v1");
  expect(tokens.seen).toMatchObject([{ method: "POST", grant: "refresh_token" }]);
});

test("a token that ran out is fetched anew", async () => {
  const { registry, tokens } = await guarded({ lasts: 100 });
  let now = 0;
  const { registries } = openForTest({ credentials: known, clock: { now: () => new Date(now) } });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  expect(tokens.seen).toHaveLength(1);
  now = 95_000;
  await expectImageIn(store, image, "v1");
  expect(tokens.seen).toHaveLength(2);
});

test("a token that the registry took back is fetched anew", async () => {
  const { registry, tokens } = await guarded();
  const { registries } = openForTest({ credentials: known });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  const guard = registry.options.guard;
  let revoked = true;
  registry.options = {
    guard: (arrival) => {
      const refusal = revoked ? tokens.challenge : guard?.(arrival);
      revoked = false;
      return refusal;
    },
  };
  await expectImageIn(store, image, "v1");
  expect(tokens.seen).toHaveLength(2);
});

test("a token server that stumbles is asked again", async () => {
  const { registry } = await guarded({ stumbles: [{ status: 503 }, { status: 500 }] });
  const { registries } = openForTest({ credentials: known });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
});

test.each(["{}", "not JSON", '{"token": 7}', '{"token": "two\\nlines"}', '{"token": ""}', "[]", "null"])(
  "a token server that answers %j gives no token",
  async (body) => {
    const { registry } = await guarded({ stumbles: [1, 2, 3].map(() => ({ status: 200, body })) });
    const { registries } = openForTest({ credentials: known });
    const store = registries.open({ host: registry.host, repository: "team/agent" });
    await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
      code: "REGISTRY_DENIED",
    });
  },
);

test.each([
  "http://token.example.com/token",
  "http://user:pass@127.0.0.1/token",
  "ftp://127.0.0.1/token",
  "file:///etc/passwd",
  "nonsense",
])("no credential goes to the realm %j", async (realm) => {
  const registry = await MemoryRegistry.start({ guard: () => `Bearer realm="${realm}",service="x"` });
  onTestFinished(() => registry[Symbol.asyncDispose]());
  let asked = 0;
  const { registries, meter } = openForTest({
    credentials: async () => {
      asked++;
      return { kind: "password", username: "user", password: "password" };
    },
  });
  const store = registries.open({ host: registry.host, repository: "team/agent" });
  await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({ code: "REGISTRY_DENIED" });
  expect(asked).toBe(0);
  expect(meter.summary()).toMatchObject({ requests: 1, tokenRequests: 0 });
});

test("the credential of one registry is not for another", async () => {
  const { registry: own } = await guarded();
  const { registry: other, tokens } = await guarded({ allows: () => ["pull"] });
  const { registries } = openForTest({ credentials: givenCredential(own.host, "user", "password") });
  await push(
    registries.open({ host: own.host, repository: "team/agent", access: "push" }),
    sampleImage(),
    "v1",
  );
  const elsewhere = registries.open({ host: other.host, repository: "team/base" });
  await expect(elsewhere.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
    code: "IMAGE_MISSING",
  });
  expect(tokens.seen).toMatchObject([{ user: undefined }]);
});
