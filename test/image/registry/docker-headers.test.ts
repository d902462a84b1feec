import { expect, onTestFinished, test } from "vitest";
import { dockerConfigHeaders } from "../../../src/image/registry/docker-headers.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";
import { MemoryRegistry } from "../../services/memory-registry.ts";
import { openForTest } from "./open-for-test.ts";
import { push, sampleImage } from "./sample-image.ts";

function headersIn(config: object) {
  const home = writeFiles(scratchDirectory(), { "config.json": JSON.stringify(config) });
  return dockerConfigHeaders({ env: { DOCKER_CONFIG: home } });
}

const place = { host: "registry.example", signal: new AbortController().signal };

test("headers of config.json go to the registry with each request, and to nobody else", async () => {
  const elsewhere = await MemoryRegistry.start();
  const registry = await MemoryRegistry.start();
  onTestFinished(async () => {
    await registry[Symbol.asyncDispose]();
    await elsewhere[Symbol.asyncDispose]();
  });
  const { registries } = openForTest({ headers: headersIn({ HttpHeaders: { "X-Gate": "pass-phrase" } }) });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  expect(registry.arrivals.map(({ headers }) => headers["x-gate"])).toEqual(
    registry.arrivals.map(() => "pass-phrase"),
  );
  registry.options = {
    mischief: ({ path }) => ({
      kind: "answer",
      status: 307,
      headers: { location: `http://${elsewhere.host}${path}` },
    }),
  };
  await expect(store.manifest({ kind: "tag", tag: "v2" })).rejects.toMatchObject({ code: "IMAGE_MISSING" });
  expect(elsewhere.arrivals.map(({ headers }) => headers["x-gate"])).toEqual([undefined]);
});

test("a token server gets them where it is at the registry's own address, and not elsewhere", async () => {
  const registry = await MemoryRegistry.start();
  const elsewhere = await MemoryRegistry.start();
  onTestFinished(async () => {
    await registry[Symbol.asyncDispose]();
    await elsewhere[Symbol.asyncDispose]();
  });
  for (const tokens of [registry, elsewhere]) {
    registry.options = {
      guard: ({ path }) => (path === "/token" ? undefined : `Bearer realm="http://${tokens.host}/token"`),
    };
    const { registries } = openForTest({ headers: headersIn({ HttpHeaders: { "X-Gate": "pass-phrase" } }) });
    const store = registries.open({ host: registry.host, repository: "team/agent" });
    await expect(store.manifest({ kind: "tag", tag: "v1" })).rejects.toMatchObject({
      code: "REGISTRY_DENIED",
    });
  }
  const gates = ({ arrivals }: MemoryRegistry) =>
    arrivals.filter(({ path }) => path === "/token").map(({ headers }) => headers["x-gate"]);
  expect(gates(registry)).toEqual(["pass-phrase"]);
  expect(gates(elsewhere)).toEqual([undefined]);
});

test("what a request's meaning depends on is not replaced", async () => {
  const HttpHeaders = {
    Authorization: "Basic x",
    Host: "y",
    "Content-Length": "1",
    "User-Agent": "z",
    "X-A": "b",
  };
  expect(await headersIn({ HttpHeaders })(place)).toEqual({ "x-a": "b" });
  expect(await headersIn({})(place)).toEqual({});
});

test.each([{ "a b": "c" }, { a: "b\r\nX-Evil: 1" }, { a: 1 }, []])(
  "%j is no set of headers, and is told without its values",
  async (HttpHeaders) => {
    const read = headersIn({ HttpHeaders })(place);
    await expect(read).rejects.toMatchObject({
      code: "CREDENTIALS_INVALID",
      message: expect.not.stringContaining("Evil"),
    });
  },
);
