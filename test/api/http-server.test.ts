import { connect } from "node:net";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Auth } from "../../src/api/door.ts";
import { HttpServer } from "../../src/api/http-server.ts";
import { parseListenAddress } from "../../src/api/listen-address.ts";
import { randomFrom } from "../config/random-writes.ts";

const { signal } = new AbortController();
const uncaught: unknown[] = [];
const note = (problem: unknown) => void uncaught.push(problem);

beforeEach(() => {
  uncaught.length = 0;
  process.on("uncaughtExceptionMonitor", note);
});
afterEach(() => {
  process.off("uncaughtExceptionMonitor", note);
  expect(uncaught).toEqual([]);
});

function app(): Hono {
  return new Hono()
    .get("/here", (context) => context.text("here"))
    .get("/broken", () => {
      throw new Error("a detail that is nobody's business");
    });
}

function start(listen = "127.0.0.1:0", auth: Auth = { kind: "loopback" }): Promise<HttpServer> {
  return HttpServer.start({ address: parseListenAddress(listen), auth, app: app(), signal });
}

/** Sends bytes as they are, and gives what came back until the other side closed or fell silent. */
function exchange(url: string, bytes: string | Buffer): Promise<string> {
  return new Promise((done) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    const end = () => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(500, end);
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      // An answer has come: there is no need to wait for the silence after it.
      if (answer.includes("\r\n\r\n")) end();
    });
    socket.on("error", end).on("close", end);
    socket.write(bytes);
  });
}

const head = "Host: localhost\r\nConnection: close\r\n";

describe("a request", () => {
  test("is answered under this machine's own names only", async () => {
    await using server = await start();
    for (const host of ["localhost", "127.0.0.1", "127.0.0.1:80", "[::1]:80", "localhost:99"])
      expect(await exchange(server.url, `GET /here HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/ 200 /);
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "0.0.0.0",
      "[::]",
    ])
      expect(await exchange(server.url, `GET /here HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/ 421 /);
  });

  test("for a place that is not there, or that fails, says no more than that", async () => {
    await using server = await start();
    const missing = await fetch(`${server.url}/there`);
    expect([missing.status, await missing.text()]).toEqual([404, ""]);
    const broken = await fetch(`${server.url}/broken`);
    expect([broken.status, await broken.text()]).toEqual([500, ""]);
  });

  test("needs the token where one is asked for", async () => {
    await using server = await start("127.0.0.1:0", { kind: "token", token: "t0ken" });
    const status = async (authorization?: string) =>
      (await fetch(`${server.url}/here`, { headers: authorization ? { authorization } : {} })).status;
    expect(await status("Bearer t0ken")).toBe(200);
    for (const wrong of [undefined, "Bearer t0kem", "bearer t0ken", "Basic dDB0ZW4="])
      expect(await status(wrong)).toBe(401);
  });
});

const targets = [
  ...[
    "//",
    "///",
    "//evil.example",
    "//evil.example/here",
    "/..//",
    "/%",
    "/%00",
    "/%zz",
    "/%c0%af",
    "/\\",
    "\\",
  ],
  ...[
    "http://[",
    "http://",
    "http:///",
    "http://a:99999/",
    "http://127.0.0.1:99999/here",
    "https://localhost/here",
  ],
  ...[
    "*",
    "?",
    "#",
    "",
    " ",
    "here",
    "/here here",
    "/here?\u0000",
    "/here#x",
    "/\u00ff",
    "javascript:alert(1)",
  ],
  ...[
    "/".repeat(5000),
    `/${"a".repeat(20_000)}`,
    `/?${"a&".repeat(4000)}`,
    "/[",
    "/]",
    "/{",
    "/^",
    "/|",
    "/<>",
  ],
  ...["localhost:443", "@", "/@", "http://user:pass@localhost/here", "http://localhost:80:80/", "//[::1"],
];
const methods = [
  "GET",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "HEAD",
  "TRACE",
  "CONNECT",
  "PATCH",
  "PRI",
  "M-SEARCH",
  "get",
  "G\u0000T",
  "",
  "A".repeat(9000),
];
const headers = [
  "Host:\r\n",
  "Host: \r\n",
  "Host: [\r\n",
  "Host: a b\r\n",
  "Host: localhost:99999\r\n",
  "Host: localhost\r\nHost: evil.example\r\n",
  "Host: localhost\r\nContent-Length: -1\r\n",
  "Host: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
  "Host: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
  "Host: localhost\r\nTransfer-Encoding: gzip\r\n",
  "Host: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n",
  "Host: localhost\r\nExpect: nonsense\r\n",
  "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
  "Host: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
  "Host: localhost\r\nLast-Event-ID: -1\r\n",
  "Host: localhost\r\nAuthorization: \u0001\r\n",
  `Host: localhost\r\nX: ${"y".repeat(40_000)}\r\n`,
  "Host: localhost\r\n: nameless\r\n",
  "Host: localhost\r\nNo colon\r\n",
  "Host: localhost\r\n folded\r\n",
  "Host: localhost\r\n__proto__: x\r\nconstructor: y\r\n",
  "Host: localhost\r\nCookie: \u00ff\u00fe\r\n",
  "",
];

describe("whatever arrives is answered or refused, and the server goes on", () => {
  test("for odd targets, with every method", async () => {
    await using server = await start();
    for (const target of targets)
      for (const method of ["GET", "POST", "OPTIONS"])
        await exchange(server.url, `${method} ${target} HTTP/1.1\r\n${head}\r\n`);
    expect((await fetch(`${server.url}/here`)).status).toBe(200);
  });

  test("for odd methods, versions and headers", async () => {
    await using server = await start();
    for (const method of methods) await exchange(server.url, `${method} / HTTP/1.1\r\n${head}\r\n`);
    for (const version of ["HTTP/0.9", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "ICY", ""])
      await exchange(server.url, `GET /here ${version}\r\n${head}\r\n`);
    for (const lines of headers) await exchange(server.url, `GET /here HTTP/1.1\r\n${lines}\r\n`);
    expect((await fetch(`${server.url}/here`)).status).toBe(200);
  });

  test("for requests that break off, and bytes by chance", async () => {
    await using server = await start();
    const random = randomFrom(20261121);
    const request = Buffer.from(`GET //[ HTTP/1.1\r\n${head}Last-Event-ID: 7\r\n\r\n`, "latin1");
    const cases = Array.from({ length: 400 }, () => {
      const bytes = Buffer.from(request);
      for (let changes = random(5); changes >= 0; changes--) bytes[random(bytes.length)] = random(256);
      return bytes.subarray(0, random(3) === 0 ? random(bytes.length) : bytes.length);
    });
    for (let at = 0; at < cases.length; at += 50)
      await Promise.all(cases.slice(at, at + 50).map((bytes) => exchange(server.url, bytes)));
    expect((await fetch(`${server.url}/here`)).status).toBe(200);
  });
});

describe("an address", () => {
  test.each(["nowhere", "127.0.0.1", "127.0.0.1:99999", "a:b:1", "", ":", "http://localhost:1"])(
    "%j is no address to listen on",
    (address) => {
      expect(() => parseListenAddress(address)).toThrow(expect.objectContaining({ code: "USAGE" }));
    },
  );

  test.each(["0.0.0.0:0", "[::]:0", "10.0.0.1:0", "example.com:0"])(
    "%s is not listened on without asking who is there",
    async (address) => {
      await expect(start(address)).rejects.toMatchObject({ code: "AUTH_REQUIRED" });
    },
  );

  test("beyond this machine is listened on with a token", async () => {
    await using server = await start("0.0.0.0:0", { kind: "token", token: "t0ken" });
    expect(await exchange(server.url, "GET /here HTTP/1.1\r\nHost: any.example\r\n\r\n")).toMatch(/ 401 /);
  });
});
