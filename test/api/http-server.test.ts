import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Auth } from "../../src/api/door.ts";
import { HttpServer } from "../../src/api/http-server.ts";
import { parseListenAddress } from "../../src/api/listen-address.ts";
import { randomFrom } from "../config/random-writes.ts";
import { exchange, expectAnswered, head, headers, methods, targets } from "./odd-requests.ts";

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

  test("leaves the connection open for longer than proxies leave theirs, so that none sends into one that is being closed", async () => {
    await using server = await start();
    const { headers } = await fetch(`${server.url}/here`);
    expect(Number(/timeout=(\d+)/.exec(headers.get("keep-alive") ?? "")?.[1])).toBeGreaterThan(60);
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

describe("a token in the path", () => {
  test("is taken on this machine, and counts as the header does", async () => {
    await using server = await start("127.0.0.1:0", { kind: "token", token: "t0ken" });
    const status = async (path: string) => (await fetch(`${server.url}${path}`)).status;
    expect(await status("/t/t0ken/here")).toBe(200);
    expect(await status("/t/t0ken/here?a=b")).toBe(200);
    for (const wrong of [
      "/t/t0kem/here",
      "/t/t0ken",
      "/t/t0ken?",
      "/t//here",
      "/t/t0ken%20/here",
      "/here/t/t0ken",
    ])
      expect([wrong, (await fetch(`${server.url}${wrong}`)).ok]).toEqual([wrong, false]);
  });

  test("is not taken where other machines can ask", async () => {
    await using server = await start("0.0.0.0:0", { kind: "token", token: "t0ken" });
    const answer = await exchange(server.url, `GET /t/t0ken/here HTTP/1.1\r\n${head}\r\n`);
    expect(answer).toMatch(/ 401 /);
  });
});

describe("whatever arrives is answered or refused, and the server goes on", () => {
  test("for odd targets, with every method", async () => {
    await using server = await start();
    for (const target of targets)
      for (const method of ["GET", "POST", "OPTIONS"])
        await expectAnswered(server.url, `${method} ${target} HTTP/1.1\r\n${head}\r\n`);
    expect((await fetch(`${server.url}/here`)).status).toBe(200);
  });

  test("for odd methods, versions and headers", async () => {
    await using server = await start();
    for (const method of methods) await expectAnswered(server.url, `${method} / HTTP/1.1\r\n${head}\r\n`);
    for (const version of ["HTTP/0.9", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "ICY", ""])
      await expectAnswered(server.url, `GET /here ${version}\r\n${head}\r\n`);
    for (const lines of headers) await expectAnswered(server.url, `GET /here HTTP/1.1\r\n${lines}\r\n`);
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
      await Promise.all(cases.slice(at, at + 50).map((bytes) => expectAnswered(server.url, bytes, true)));
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
