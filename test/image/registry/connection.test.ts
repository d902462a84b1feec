import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createPlainServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { requires } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { certificateOf } from "../../services/certificate.ts";
import { listenAlone } from "../../services/free-port.ts";
import { MemoryRegistry } from "../../services/memory-registry.ts";
import { expectImageIn } from "./expect-image-in.ts";
import { openForTest } from "./open-for-test.ts";
import { push, sampleImage } from "./sample-image.ts";

/** This machine under an address that is none of the loopback's, so that TLS is due. */
const elsewhere = "[::ffff:127.0.0.1]";
const tag = { kind: "tag", tag: "v1" } as const;

test("a registry beyond this machine is reached through the proxy that the environment names", async () => {
  const proxy = await MemoryRegistry.start();
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const env = { HTTP_PROXY: `http://${proxy.host}` };
  const { registries } = openForTest({ env, insecure: ["registry.test"] });
  const store = registries.open({ host: "registry.test", repository: "team/agent", access: "push" });
  const image = sampleImage();
  await push(store, image, "v1");
  await expectImageIn(store, image, "v1");
  expect(proxy.arrivals[0]?.headers.host).toBe("registry.test");
});

test("a registry of this machine is reached without a proxy", async () => {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const { registries } = openForTest({ env: { HTTP_PROXY: "http://127.0.0.1:1" } });
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  await push(store, sampleImage(), "v1");
});

test("a name that no host has is said at once", async () => {
  const { registries, meter } = openForTest({ insecure: ["registry.invalid"] });
  const store = registries.open({ host: "registry.invalid", repository: "team/agent" });
  const fault = await store.manifest(tag).catch((caught) => caught);
  expect(fault).toMatchObject({ code: "REGISTRY_UNREACHABLE" });
  if (fault.message.includes("no host of that name")) expect(meter.summary().requests).toBe(1);
});

test("a server that speaks no HTTP is said to", async () => {
  const server = createPlainServer((socket) => socket.end("220 mail.example.com ESMTP\r\n"));
  await listenAlone(server);
  onTestFinished(() => void server.close());
  const { registries } = openForTest();
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = registries.open({ host, repository: "team/agent" }).manifest(tag);
  const message = expect.stringContaining("does not speak HTTP");
  await expect(read).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE", message });
});

test("a server that speaks no TLS where TLS is due gets no credential", async () => {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const host = registry.host.replace("127.0.0.1", elsewhere);
  const { registries } = openForTest();
  const read = registries.open({ host, repository: "team/agent" }).manifest(tag);
  const message = expect.stringContaining("does not speak TLS");
  await expect(read).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE", message });
  expect(registry.arrivals).toEqual([]);
});

requires("openssl")("a registry over TLS", () => {
  async function secureServer() {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const cert = certificateOf(privateKey, "IP:::ffff:127.0.0.1");
    const key = privateKey.export({ type: "pkcs8", format: "pem" });
    const paths: string[] = [];
    const server = createServer({ key, cert }, (request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(200, { "content-type": "application/vnd.oci.image.index.v1+json" }).end("{}");
    });
    await listenAlone(server);
    onTestFinished(() => void server.close());
    return { host: `${elsewhere}:${(server.address() as AddressInfo).port}`, cert, paths };
  }

  test("is refused, once, where its certificate is not trusted", async () => {
    const { host, paths } = await secureServer();
    const { registries, meter } = openForTest();
    const read = registries.open({ host, repository: "team/agent" }).manifest(tag);
    const message = expect.stringContaining("certificate is not trusted");
    await expect(read).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE", message });
    expect(paths).toEqual([]);
    expect(meter.summary().requests).toBe(1);
  });

  test("is read where NODE_EXTRA_CA_CERTS names its authority", async () => {
    const { host, cert } = await secureServer();
    const file = join(scratchDirectory(), "authority.pem");
    writeFileSync(file, cert);
    const module = join(import.meta.dirname, "../../../src/image/registry/registries.ts");
    const script = `
      const { Registries } = await import(${JSON.stringify(module)});
      using registries = new Registries({
        credentials: async () => undefined,
        clock: { now: () => new Date() },
        signal: new AbortController().signal,
      });
      const store = registries.open({ host: ${JSON.stringify(host)}, repository: "team/agent" });
      console.log((await store.manifest({ kind: "tag", tag: "v1" })).digest);`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: file };
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout.trim()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

test.each([401, 413, 503])(
  "an answer of %i before the blob is through is heard, not drowned in a broken pipe",
  async (status) => {
    let answered = 0;
    const server = createHttpServer((request, response) => {
      if (request.method === "POST")
        return response.writeHead(202, { location: "/v2/team/agent/blobs/uploads/1" }).end();
      if (request.method === "HEAD") return response.writeHead(404).end();
      answered++;
      return response
        .writeHead(status, { connection: "close", "retry-after": "0" })
        .end('{"errors":[{"code":"TOO_SOON"}]}');
    });
    await listenAlone(server);
    onTestFinished(() => void server.close());
    const { registries } = openForTest();
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const store = registries.open({ host, repository: "team/agent", access: "push" });
    const image = sampleImage([8_000_000]);
    await expect(push(store, image)).rejects.toMatchObject({
      code: { 401: "REGISTRY_DENIED", 413: "REGISTRY_REFUSED", 503: "REGISTRY_UNREACHABLE" }[status],
      message: expect.stringContaining("TOO_SOON"),
    });
    expect(answered).toBeGreaterThan(0);
  },
);
