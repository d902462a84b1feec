import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OidcProvider } from "../../../src/api/doors/oidc-provider.ts";
import { TrustedPeers } from "../../../src/api/doors/peers.ts";
import { ProxySignIn } from "../../../src/api/doors/proxy-sign-in.ts";
import type { SignIn } from "../../../src/api/doors/sign-in.ts";
import { probeRoutes } from "../../../src/api/probes/probe-routes.ts";
import { randomFrom } from "../../config/random-writes.ts";
import { expectAnswered, headers, methods, targets } from "../odd-requests.ts";
import { doorsWorld } from "./doors-world.ts";

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

const probes = () =>
  probeRoutes({ checks: {}, families: async () => [], refuse: async () => undefined, elapsed: () => 0 });
const peers = new TrustedPeers(["127.0.0.1"]);
/** A provider that is not there: what comes back from it is made up. */
const provider = new OidcProvider({
  ...{ issuer: "http://127.0.0.1:1", clientId: "a", scope: "openid" },
  ...{ loginClaim: "preferred_username", groupsClaim: "groups" },
});
const ways: Readonly<Record<string, SignIn | undefined>> = {
  loopback: undefined,
  token: { kind: "token" },
  proxy: {
    kind: "proxy",
    proxy: new ProxySignIn({ userHeader: "X-Forwarded-User", groupsHeader: "X-G", peers }),
  },
  oidc: { kind: "oidc", provider },
};
const paths = [
  ...[
    "/login",
    "/login.js",
    "/logout",
    "/login/oidc",
    "/login/callback",
    "/login/",
    "/metrics",
    "/healthz",
    "/readyz",
  ],
  ...[
    "/login?next=//evil.example",
    "/login?next=%00",
    "/login?next=%E0%A4%A",
    "/login/callback?code=a&state=b&iss=c",
    "/t/idt_x/login",
  ],
];
const oddHeaders = [
  ...[
    "Cookie: =",
    "Cookie: ;;;",
    "Cookie: __Host-identikit=",
    "Cookie: identikit-80=\u00ff",
    "Cookie: identikit-80=idt_x; identikit-80=idt_y",
  ],
  ...[
    "Cookie: identikit-login-80=.",
    "Cookie: identikit-login-80=a.%%%",
    `Cookie: identikit-login-80=${"a".repeat(3000)}.b`,
  ],
  ...[
    "Origin: \u00ff",
    "Origin: null",
    "Origin: http://[",
    "Sec-Fetch-Site: \u00ff",
    "X-CSRF-Token: \u00ff",
    "X-CSRF-Token:",
  ],
  ...[
    "X-Forwarded-User: \u00ff",
    "X-Forwarded-User:",
    `X-Forwarded-User: ${"a".repeat(9000)}`,
    "X-G: ,,,,",
    "X-Forwarded-For: ,",
    "X-Forwarded-For: ::%25",
  ],
  ...[
    "Authorization: Bearer",
    "Authorization: Bearer \u0001",
    "Accept: text/html",
    "Content-Type: multipart/form-data",
    "Content-Encoding: gzip",
  ],
];
const bodies = [
  "",
  "a",
  "link=&token=",
  "link=%",
  "csrf=%ff%fe&csrf",
  "token=a&token=b",
  "{}",
  "\u0000".repeat(50),
  "&".repeat(5000),
];

/** Everything odd that is asked for, one request each. */
function oddRequests({ url, port }: { readonly url: string; readonly port: string }): string[] {
  const head = `Host: 127.0.0.1:${port}\r\nConnection: close\r\n`;
  const form = (body: string) =>
    `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  const post = (path: string, lines: string, body: string) =>
    `POST ${path} HTTP/1.1\r\n${head}${form(body)}${lines}\r\n${body}`;
  const own = `Origin: ${url}\r\nCookie: identikit-${port}=idt_x\r\n`;
  const heads = oddHeaders.flatMap((line) =>
    paths.slice(0, 7).map((path) => ({ path, line: `${line}\r\n` })),
  );
  return [
    ...paths.flatMap((path) => methods.map((method) => `${method} ${path} HTTP/1.1\r\n${head}\r\n`)),
    ...paths.flatMap((path) => methods.map((method) => `${method} ${path} HTTP/1.1\r\n${head}${own}\r\n`)),
    ...heads.map(({ path, line }) => `GET ${path} HTTP/1.1\r\n${head}${line}\r\n`),
    ...heads.map(({ path, line }) => post(path, line, "link=a&token=b&csrf=c")),
    ...["/login", "/logout", "/act"].flatMap((path) => bodies.map((body) => post(path, own, body))),
    ...targets.map((target) => `GET ${target} HTTP/1.1\r\n${head}Accept: text/html\r\n\r\n`),
    ...targets.map((target) => `GET ${target} HTTP/1.1\r\n${head}${own}\r\n`),
    ...headers.map((lines) => `GET /login HTTP/1.1\r\n${lines}\r\n`),
  ];
}

describe.each(Object.entries(ways))("with --auth %s", (_, signIn) => {
  test("whatever comes to the doors is answered or refused, and the server goes on", async () => {
    await using world = await doorsWorld({ probes: probes(), ...(signIn ? { signIn } : {}) });
    const cases = oddRequests(world);
    for (let at = 0; at < cases.length; at += 40)
      await Promise.all(
        cases.slice(at, at + 40).map((one) => expectDoorAnswer(world.url, Buffer.from(one, "latin1"))),
      );
    expect((await world.ask("/healthz")).status).toBe(200);
  });

  test("bytes by chance, and requests that break off, end nothing", async () => {
    await using world = await doorsWorld({ probes: probes(), ...(signIn ? { signIn } : {}) });
    const random = randomFrom(20261122);
    const body = "csrf=abc&link=abc";
    const request = Buffer.from(
      `POST /login HTTP/1.1\r\nHost: 127.0.0.1:${world.port}\r\nOrigin: ${world.url}\r\nCookie: identikit-${world.port}=idt_x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      "latin1",
    );
    const cases = Array.from({ length: 300 }, () => {
      const bytes = Buffer.from(request);
      for (let changes = random(6); changes >= 0; changes--) bytes[random(bytes.length)] = random(256);
      return bytes.subarray(0, random(3) === 0 ? random(bytes.length) : bytes.length);
    });
    for (let at = 0; at < cases.length; at += 50)
      await Promise.all(cases.slice(at, at + 50).map((bytes) => expectDoorAnswer(world.url, bytes)));
    expect((await world.ask("/healthz")).status).toBe(200);
  });
});

/** Everything but 503, which a provider that is away deserves, is an answer that blames the request. */
async function expectDoorAnswer(url: string, bytes: Buffer): Promise<void> {
  await expectAnswered(url, bytes, true, /^HTTP\/1\.1 ([1-4]\d\d|503) /);
}
