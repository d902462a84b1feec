import { expect, onTestFinished, test } from "vitest";
import { readWords } from "../../src/http/body.ts";
import { HttpClient, type HttpClientOptions } from "../../src/http/http-client.ts";
import type { Clearance, Namer } from "../../src/http/named-address.ts";
import { answeringServer, resolverOf } from "../services/answering-server.ts";

const { signal } = new AbortController();

function clientOf(options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = new HttpClient({ connections: 2, ...options });
  onTestFinished(() => client[Symbol.dispose]());
  return client;
}

const ledBy = (clearance: Clearance): Namer => ({ host: "registry.example", clearance });

async function get(client: HttpClient, url: string, by?: Namer) {
  const incoming = await client.send({ method: "GET", url: new URL(url), headers: {}, by }, signal);
  await readWords(incoming);
  return incoming;
}

const refused = { code: "ADDRESS_REFUSED" };

test("a name that resolves to this machine is not connected to where a public server named it", async () => {
  const server = await answeringServer();
  const client = clientOf({ lookup: resolverOf({ "storage.example": ["127.0.0.1"] }).lookup });
  const url = `http://storage.example:${server.port}/`;
  await expect(get(client, url, ledBy("public"))).rejects.toMatchObject({
    ...refused,
    message: `registry.example leads to storage.example:${server.port} (127.0.0.1), an address of this machine; nothing was sent there`,
  });
  await expect(get(client, url, ledBy("private"))).rejects.toMatchObject(refused);
  expect(server.seen).toEqual([]);
  expect((await get(client, url, ledBy("loopback"))).status).toBe(200);
  expect((await get(client, url)).status).toBe(200);
});

test.each(["10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "0.0.0.0"])(
  "a name that resolves to %s is refused before anything is sent",
  async (address) => {
    const client = clientOf({ lookup: resolverOf({ "storage.example": [address] }).lookup });
    await expect(get(client, "http://storage.example/", ledBy("public"))).rejects.toMatchObject(refused);
  },
);

test("a name that resolves otherwise the next time gains nothing: each connection is checked, by one look", async () => {
  const server = await answeringServer((_, response) => response.setHeader("connection", "close").end());
  const resolver = resolverOf({ "storage.example": ["127.0.0.1", "169.254.169.254"] });
  const client = clientOf({ lookup: resolver.lookup });
  const url = `http://storage.example:${server.port}/`;
  expect((await get(client, url, ledBy("loopback"))).status).toBe(200);
  await expect(get(client, url, ledBy("loopback"))).rejects.toMatchObject(refused);
  expect(resolver.asked).toHaveLength(2);
  expect(server.seen).toHaveLength(1);
});

test("of several addresses only those are connected to that may be", async () => {
  const server = await answeringServer();
  const lookup = resolverOf({ "storage.example": ["169.254.169.254 127.0.0.1 10.1.1.1"] }).lookup;
  const client = clientOf({ lookup });
  const url = `http://storage.example:${server.port}/`;
  await expect(get(client, url, ledBy("public"))).rejects.toMatchObject(refused);
  const mixed = clientOf({ lookup: resolverOf({ "storage.example": ["169.254.1.1 127.0.0.1"] }).lookup });
  expect((await get(mixed, url, ledBy("loopback"))).namer.clearance).toBe("loopback");
});

test("a connection that was opened on the user's word does not serve what a server has led to", async () => {
  const server = await answeringServer();
  const client = clientOf({ lookup: resolverOf({ "intranet.test": ["127.0.0.1"] }).lookup });
  const url = `http://intranet.test:${server.port}/`;
  await get(client, url);
  await expect(get(client, url, ledBy("public"))).rejects.toMatchObject(refused);
  expect(server.seen).toHaveLength(1);
});

test.each([
  "http://127.0.0.1:PORT/",
  "http://localhost:PORT/",
  "http://2130706433:PORT/",
  "http://[::1]:PORT/",
])("%s is refused where a public server named it, without a look at a resolver", async (template) => {
  const server = await answeringServer();
  const resolver = resolverOf({});
  const url = template.replace("PORT", `${server.port}`);
  const asked = get(clientOf({ lookup: resolver.lookup }), url, ledBy("public"));
  await expect(asked).rejects.toMatchObject(refused);
  expect(server.seen).toEqual([]);
  expect(resolver.asked).toEqual([]);
});

test("an answer says how far inside it came from", async () => {
  const server = await answeringServer();
  const lookup = resolverOf({ "registry.test": ["127.0.0.1"] }).lookup;
  const at = async (url: string, options: Partial<HttpClientOptions> = {}) =>
    (await get(clientOf({ lookup, ...options }), url)).namer.clearance;
  expect(await at(`http://127.0.0.1:${server.port}/`)).toBe("loopback");
  expect(await at(`http://registry.test:${server.port}/`)).toBe("loopback");
  // A proxy may reach whatever it likes: what is behind it is not this machine's.
  const env = { HTTP_PROXY: `http://127.0.0.1:${server.port}` };
  expect(await at("http://registry.test/", { env })).toBe("public");
  expect(await at("http://10.1.2.3/", { env })).toBe("private");
  const direct = { ...env, NO_PROXY: "registry.test" };
  expect(await at(`http://registry.test:${server.port}/`, { env: direct })).toBe("loopback");
});

test("behind a proxy literal addresses are refused as ever, names are the proxy's to judge", async () => {
  const proxy = await answeringServer();
  const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
  const client = clientOf({ env });
  await expect(get(client, "http://10.0.0.1/", ledBy("public"))).rejects.toMatchObject(refused);
  await expect(get(client, "http://169.254.169.254/", ledBy("private"))).rejects.toMatchObject(refused);
  expect(proxy.seen).toEqual([]);
  expect((await get(client, "http://storage.example/", ledBy("public"))).status).toBe(200);
});
