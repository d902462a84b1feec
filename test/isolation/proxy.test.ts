import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { AgentProxy } from "../../src/isolation/proxy/agent-proxy.ts";
import { AllowList, canonicalHost } from "../../src/isolation/proxy/allow-list.ts";
import type { AgentProxyOptions, ProxyEvent } from "../../src/isolation/proxy/proxy-options.ts";
import { resolving, upstream } from "./upstream.ts";

async function proxyOf(options: Partial<AgentProxyOptions>) {
  const events: ProxyEvent[] = [];
  const onEvent = (event: ProxyEvent) => void events.push(event);
  const proxy = await AgentProxy.open({
    mode: "proxy",
    hosts: [],
    secrets: [],
    listens: "on this machine",
    onEvent,
    ...options,
  });
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  return { proxy, events };
}

/** Sends bytes as they are, and gives all that comes back until the connection is closed. */
async function said(proxy: AgentProxy, bytes: string): Promise<string> {
  const socket = connect(proxy.port, "127.0.0.1");
  socket.setTimeout(20_000, () => socket.destroy());
  socket.on("error", () => {});
  socket.write(bytes);
  return await text(socket).catch(() => "");
}

const get = (target: string, headers = "") =>
  `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`;
const statusOf = (answer: string) => Number(answer.split(" ")[1]);

test("a host of the list is reached in absolute form, under its own name, and others are not", async () => {
  const server = await upstream();
  const { proxy, events } = await proxyOf({ hosts: [`127.0.0.1:${server.port}`] });
  const answer = await said(
    proxy,
    get(`http://127.0.0.1:${server.port}/a?b=c`, "proxy-authorization: basic x\r\nx-own: 1\r\n"),
  );
  expect(answer).toMatch(/^HTTP\/1.1 200 [\s\S]*hello from outside/);
  expect(server.asked).toMatchObject([{ method: "GET", url: "/a?b=c" }]);
  expect(server.asked[0]?.headers.join(",")).toContain(`host,127.0.0.1:${server.port}`);
  expect(server.asked[0]?.headers.join(",")).not.toMatch(/proxy-authorization/i);
  expect(statusOf(await said(proxy, get("http://127.0.0.1:1/")))).toBe(403);
  expect(statusOf(await said(proxy, get("http://example.org/")))).toBe(403);
  expect(events.map(({ target, outcome }) => [target, outcome])).toEqual([
    [`127.0.0.1:${server.port}`, "passed"],
    ["127.0.0.1:1", "refused"],
    ["example.org:80", "refused"],
  ]);
});

test("a tunnel leads to a host of the list and carries bytes both ways", async () => {
  const server = await upstream();
  const { proxy } = await proxyOf({ hosts: [`127.0.0.1:${server.port}`] });
  const head = `CONNECT 127.0.0.1:${server.port} HTTP/1.1\r\nhost: whatever\r\n\r\n`;
  // The first bytes of the tunnel come with the request for it.
  const answer = await said(proxy, head + get("/inner"));
  expect(answer).toMatch(
    /^HTTP\/1.1 200 Connection Established\r\n\r\nHTTP\/1.1 200 [\s\S]*hello from outside/,
  );
  expect(server.asked[0]?.url).toBe("/inner");
});

test.each([
  ["another host", "CONNECT example.org:443"],
  ["another port", "CONNECT listed.test:22"],
  ["a name below it", "CONNECT a.listed.test:443"],
  ["a name that ends like it", "CONNECT unlisted.test:443"],
  ["an address", "CONNECT 10.0.0.1:443"],
  ["the metadata address", "CONNECT 169.254.169.254:80"],
  ["the metadata address as a number", "CONNECT 2852039166:80"],
  ["the metadata address, in IPv6", "CONNECT [::ffff:169.254.169.254]:80"],
  ["this machine", "CONNECT 127.0.0.1:443"],
  ["this machine, spelled otherwise", "CONNECT 0x7f.1:443"],
  ["this machine, in IPv6", "CONNECT [::1]:443"],
  ["a listed name behind a name", "CONNECT user@listed.test:443"],
  ["no port", "CONNECT listed.test"],
  ["a port beyond all", "CONNECT listed.test:70000"],
])("a tunnel to %s is refused", async (_what, line) => {
  const { proxy, events } = await proxyOf({
    hosts: ["listed.test"],
    lookup: resolving({ "listed.test": ["203.0.113.1"] }),
  });
  const status = statusOf(await said(proxy, `${line} HTTP/1.1\r\nhost: listed.test\r\n\r\n`));
  expect([400, 403]).toContain(status);
  expect(events).toMatchObject([{ outcome: "refused" }]);
});

test.each([
  ["a private address", "10.1.2.3"],
  ["a link-local address", "169.254.169.254"],
  ["this machine", "127.0.0.1"],
  ["this machine, in IPv6", "::1"],
  ["an address that carries a private one", "::ffff:192.168.0.1"],
  ["an address within a network, in IPv6", "fd00::1"],
])("a listed name that leads to %s is not connected to", async (_what, address) => {
  const { proxy, events } = await proxyOf({
    hosts: ["listed.test", "*.wild.test"],
    lookup: resolving({ "listed.test": [address], "a.wild.test": [address] }),
  });
  expect(statusOf(await said(proxy, get("http://listed.test/")))).toBe(403);
  expect(statusOf(await said(proxy, "CONNECT a.wild.test:443 HTTP/1.1\r\nhost: a\r\n\r\n"))).toBe(403);
  expect(events.map(({ reason }) => reason)).toEqual(
    Array(2).fill(expect.stringContaining("not a public address")),
  );
});

test("a listed name may lead to a private address that is listed as well", async () => {
  const server = await upstream();
  const hosts = [`inside.test:${server.port}`, `127.0.0.1:${server.port}`];
  const { proxy } = await proxyOf({ hosts, lookup: resolving({ "inside.test": ["127.0.0.1"] }) });
  expect(await said(proxy, get(`http://inside.test:${server.port}/`))).toContain("hello");
});

test("a name that resolves otherwise the second time gains nothing: it is asked for once", async () => {
  const server = await upstream();
  // What was looked at is what is connected to: with one more question, this would reach the server.
  const lookup = resolving({ "rebinds.test": ["203.0.113.1", "127.0.0.1"] });
  const { proxy } = await proxyOf({ hosts: [`rebinds.test:${server.port}`], lookup });
  const answer = said(proxy, `CONNECT rebinds.test:${server.port} HTTP/1.1\r\nhost: a\r\n\r\n${get("/")}`);
  await expect.poll(() => lookup.asked, { timeout: 60_000 }).not.toEqual([]);
  await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 1_000))]);
  expect(lookup.asked).toEqual(["rebinds.test"]);
  expect(server.asked).toEqual([]);
});

test.each([
  ["two lengths", "content-length: 5\r\ncontent-length: 6\r\n"],
  ["a length and chunks", "content-length: 5\r\ntransfer-encoding: chunked\r\n"],
  ["chunks under a name that some do not know", "transfer-encoding: xchunked\r\n"],
  ["chunks that are named twice", "transfer-encoding: chunked, identity\r\n"],
  ["a header with a space before its colon", "content-length : 5\r\n"],
  ["a line that goes on", "x: a\r\n content-length: 50\r\n"],
])("a request with %s reaches a server as one request, or not at all", async (_what, headers) => {
  const server = await upstream();
  const { proxy } = await proxyOf({ hosts: [`127.0.0.1:${server.port}`] });
  const smuggled = get(`http://127.0.0.1:${server.port}/smuggled`);
  await said(
    proxy,
    `POST http://127.0.0.1:${server.port}/ HTTP/1.1\r\nhost: x\r\n${headers}\r\n0\r\n\r\n${smuggled}`,
  );
  // If there were two, each would have been looked at by the proxy as one of its own.
  for (const { headers: names } of server.asked)
    expect(names.filter((name) => /^(content-length|transfer-encoding)$/i.test(name)).length).toBeLessThan(2);
  expect(server.asked.filter(({ body }) => body.includes("smuggled"))).toEqual([]);
});

test("a body keeps its bytes, in whichever way its length is told", async () => {
  const server = await upstream();
  const { proxy } = await proxyOf({ hosts: [`127.0.0.1:${server.port}`] });
  const target = `http://127.0.0.1:${server.port}/`;
  await said(
    proxy,
    `POST ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello`,
  );
  await said(
    proxy,
    `PUT ${target} HTTP/1.1\r\nhost: x\r\nconnection: close, content-length\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  );
  await said(
    proxy,
    `DELETE ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi`,
  );
  expect(server.asked.map(({ method, body }) => [method, body])).toEqual([
    ["POST", "hello"],
    ["PUT", "hello"],
    ["DELETE", "hi"],
  ]);
});

test("the host of a secret gets its header from the proxy, over TLS, and nothing that the agent says in its place", async () => {
  const server = await upstream("api.test");
  const host = `api.test:${server.port}`;
  const secrets = [{ host, header: "X-Api-Key", value: "CANARY-secret" }];
  const options = {
    mode: "none",
    secrets,
    authorities: [server.authority],
    lookup: resolving({ "api.test": ["127.0.0.1"] }),
  } as const;
  const { proxy } = await proxyOf(options);
  const own = "authorization: Bearer mine\r\nx-api-key: mine\r\ncookie: a=b\r\nx-other: 1\r\n";
  const path = proxy.baseUrlOf(host).slice(`http://${proxy.address}`.length);
  const request = `POST ${path}/v1/messages?beta=true HTTP/1.1\r\nhost: ${proxy.address}\r\nconnection: close\r\n${own}content-length: 2\r\n\r\n{}`;
  expect(await said(proxy, request)).toMatch(/^HTTP\/1.1 200 [\s\S]*hello from outside/);
  const [asked] = server.asked;
  expect(asked).toMatchObject({ method: "POST", url: "/v1/messages?beta=true", body: "{}" });
  const headers = asked?.headers.join("\n").toLowerCase() ?? "";
  expect(headers).toContain("x-api-key\ncanary-secret");
  expect(headers).toContain(`host\n${host}`);
  expect(headers).toContain("x-other");
  expect(headers).not.toMatch(/mine|cookie|a=b/);
});

test("a client that asks a proxy for every address reaches the host of a secret, too", async () => {
  const server = await upstream("api.test");
  const host = `api.test:${server.port}`;
  const secrets = [{ host, header: "authorization", value: "Bearer CANARY-secret" }];
  const lookup = resolving({ "api.test": ["127.0.0.1"] });
  const { proxy } = await proxyOf({ mode: "proxy", secrets, authorities: [server.authority], lookup });
  expect(await said(proxy, get(`${proxy.baseUrlOf(host)}/v1`))).toContain("hello from outside");
  expect(server.asked[0]?.headers).toContain("Bearer CANARY-secret");
});

test("a secret is for its host alone: without the key, under another name, or for another host nothing is sent", async () => {
  const server = await upstream("api.test");
  const host = `api.test:${server.port}`;
  const secrets = [{ host, header: "authorization", value: "Bearer CANARY-secret" }];
  const { proxy } = await proxyOf({
    mode: "none",
    secrets,
    authorities: [server.authority],
    lookup: resolving({ "api.test": ["127.0.0.1"] }),
  });
  const path = proxy.baseUrlOf(host).slice(`http://${proxy.address}`.length);
  const from = (target: string, name: string) =>
    said(proxy, `GET ${target} HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\n\r\n`);
  expect(statusOf(await from(path.replace(/[0-9a-f]{32}/, "0".repeat(32)), proxy.address))).toBe(404);
  expect(statusOf(await from(path.replace("api.test", "other.test"), proxy.address))).toBe(404);
  expect(statusOf(await from(`${path}.evil.test/`, proxy.address))).toBe(404);
  expect(statusOf(await from(`${path}/`, "rebound.test"))).toBe(421);
  expect(statusOf(await from("/", proxy.address))).toBe(404);
  expect(statusOf(await said(proxy, `CONNECT ${host} HTTP/1.1\r\nhost: a\r\n\r\n`))).toBe(403);
  expect(server.asked).toEqual([]);
  expect(() => proxy.baseUrlOf("other.test")).toThrow(expect.objectContaining({ code: "USAGE" }));
});

test("a redirect comes back to the agent, and the header does not go along", async () => {
  const stranger = await upstream();
  const server = await upstream("api.test", (_request, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${stranger.port}/` }).end();
  });
  const host = `api.test:${server.port}`;
  const secrets = [{ host, header: "authorization", value: "Bearer CANARY-secret" }];
  const { proxy } = await proxyOf({
    secrets,
    authorities: [server.authority],
    lookup: resolving({ "api.test": ["127.0.0.1"] }),
  });
  const path = proxy.baseUrlOf(host).slice(`http://${proxy.address}`.length);
  const answer = await said(
    proxy,
    `GET ${path}/ HTTP/1.1\r\nhost: ${proxy.address}\r\nconnection: close\r\n\r\n`,
  );
  expect(statusOf(answer)).toBe(307);
  expect(answer).not.toContain("CANARY");
  expect(stranger.asked).toEqual([]);
});

test("a server that cannot prove that it is the secret's host gets nothing", async () => {
  const [server, other] = [await upstream("other.test"), await upstream("unknown.test")];
  const host = `api.test:${server.port}`;
  const secrets = [{ host, header: "authorization", value: "Bearer CANARY-secret" }];
  const { proxy } = await proxyOf({
    mode: "none",
    secrets,
    authorities: [server.authority, other.authority],
    lookup: resolving({ "api.test": ["127.0.0.1"] }),
  });
  const path = proxy.baseUrlOf(host).slice(`http://${proxy.address}`.length);
  expect(
    statusOf(
      await said(proxy, `GET ${path}/ HTTP/1.1\r\nhost: ${proxy.address}\r\nconnection: close\r\n\r\n`),
    ),
  ).toBe(502);
  expect(server.asked).toEqual([]);
});

test("an answer streams: its first part is there before its last is written", async () => {
  const finish = Promise.withResolvers<void>();
  const server = await upstream(undefined, (_request, response) => {
    response.write("first\n");
    void finish.promise.then(() => response.end("last\n"));
  });
  const { proxy } = await proxyOf({ hosts: [`127.0.0.1:${server.port}`] });
  const socket = connect(proxy.port, "127.0.0.1");
  socket.write(get(`http://127.0.0.1:${server.port}/`));
  let seen = "";
  while (!seen.includes("first")) seen += String((await once(socket, "data"))[0]);
  finish.resolve();
  expect(await text(socket)).toContain("last");
});

test("a list of hosts means what it says", () => {
  const list = new AllowList(["Example.test", "*.wild.test", "port.test:8443", "10.0.0.5", "[fd00::1]:80"]);
  const allows = (host: string, port: number) => list.allows(canonicalHost(host) ?? "", port);
  expect([allows("example.test", 443), allows("EXAMPLE.test.", 80), allows("example.test", 8080)]).toEqual([
    true,
    true,
    false,
  ]);
  expect([allows("a.wild.test", 443), allows("a.b.wild.test", 443), allows("wild.test", 443)]).toEqual([
    true,
    true,
    false,
  ]);
  expect([allows("port.test", 8443), allows("port.test", 443)]).toEqual([true, false]);
  expect([allows("10.0.0.5", 443), allows("0xa.0.0.5", 443), list.allowsAddress("10.0.0.5", 443)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([list.allowsAddress("fd00:0::1", 80), list.allowsAddress("fd00::1", 443)]).toEqual([true, false]);
  for (const host of ["", "a b", "*", "a:0", "a:99999", "http://a", "a/b"])
    expect(() => new AllowList([host]), host).toThrow(expect.objectContaining({ code: "USAGE" }));
});
