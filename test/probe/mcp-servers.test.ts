import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ServerQuestion } from "../../src/agents/readiness/probe-ports.ts";
import { IdentikitError } from "../../src/fault/error.ts";
import { mcpServers } from "../../src/probe/mcp/probe-servers.ts";
import type { SecretReader, SecretUse } from "../../src/secret/reader.ts";
import { ownTemporaryDirectory, scratchDirectory } from "../scratch.ts";
import { startHttpServer } from "./http-server.ts";

const program = join(import.meta.dirname, "stdio-server.mjs");
const { signal } = new AbortController();

/** Secrets, with who has read which and why. */
function secrets(values: Readonly<Record<string, string>> = { TOKEN: "t0p-secret" }) {
  const reads: (SecretUse & { name: string })[] = [];
  const reader: SecretReader = {
    fingerprint: async () => "same",
    read: async (name, use) => {
      reads.push({ ...use, name });
      const value = values[name];
      if (value === undefined)
        throw new IdentikitError("KEYRING_WRONG", `secret ${name} is sealed`, { remedy: "Give the key." });
      return value;
    },
    snapshot: () => reader,
  };
  return { reader, reads };
}

function asking(given = secrets(), startPrograms = true) {
  return mcpServers({
    env: { PATH: process.env.PATH },
    startPrograms,
    secrets: given.reader,
    accessor: async () => "controller",
  });
}

function stdio(manner: string, changes: Partial<ServerQuestion> = {}, file = ""): ServerQuestion {
  return {
    name: "shop",
    transport: "stdio",
    content: { type: "stdio", command: process.execPath, args: [program, manner, file] },
    secrets: ["TOKEN"],
    timeoutMs: 20_000,
    ...changes,
  };
}

const withToken = (manner: string) =>
  stdio(manner, {
    content: {
      type: "stdio",
      command: process.execPath,
      args: [program, manner],
      env: { TOKEN: "${SECRET:TOKEN}" },
    },
  });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie is gone: nobody has asked for its exit code yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("a server that was started says who it is and which tools it has", async () => {
  const outcome = await asking().ask(stdio("good"), signal);
  expect(outcome).toEqual({
    fact: {
      serverName: "shop",
      serverVersion: "1.2.3",
      protocolVersion: "2025-11-25",
      tools: [
        { name: "a", description: "holds nothing" },
        { name: "b", description: "holds nothing" },
      ],
      toolsDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    },
  });
});

test("tools have one digest in any order, over all pages, and another one when they change", async () => {
  const digest = async (manner: string) => {
    const outcome = await asking().ask(stdio(manner), signal);
    return "fact" in outcome ? outcome.fact.toolsDigest : JSON.stringify(outcome);
  };
  const good = await digest("good");
  expect(await digest("shuffles")).toBe(good);
  expect(await digest("pages")).not.toBe(good);
  const pages = await asking().ask(stdio("pages"), signal);
  expect(pages).toMatchObject({ fact: { tools: [{ name: "t0" }, { name: "t1" }, { name: "t2" }] } });
});

test("a server may ask back and send notes before it answers, and may have no tools", async () => {
  expect(await asking().ask(stdio("asks"), signal)).toMatchObject({
    fact: { tools: [{ name: "a" }, { name: "b" }] },
  });
  expect(await asking().ask(stdio("has no tools"), signal)).toMatchObject({ fact: { tools: [] } });
});

test("a granted secret is read with the purpose `health probe`, given to the server, and in nothing that is told of it", async () => {
  const given = secrets();
  const outcome = await asking(given).ask(withToken("good"), signal);
  expect(given.reads).toEqual([
    { name: "TOKEN", agent: "shop", accessor: "controller", reason: "health probe" },
  ]);
  expect(outcome).toMatchObject({
    fact: {
      serverName: "shop [hidden]",
      tools: [{ description: "holds [hidden]" }, { description: "holds [hidden]" }],
    },
  });
  expect(JSON.stringify(outcome)).not.toContain("t0p-secret");
});

test("a secret that is not granted is not read, and the server is not started", async () => {
  const given = secrets();
  const outcome = await asking(given).ask({ ...withToken("good"), secrets: [] }, signal);
  expect(outcome).toMatchObject({ unseen: { message: "it is not given TOKEN" } });
  expect(given.reads).toEqual([]);
});

test("a secret that cannot be opened here says nothing about the server", async () => {
  const outcome = await asking(secrets({})).ask(withToken("good"), signal);
  expect(outcome).toEqual({ unseen: { message: "secret TOKEN is sealed", remedy: "Give the key." } });
});

test.each([
  ["hangs", 700, "it took too long"],
  ["floods", 20_000, "it wrote more than 4194304 bytes"],
  ["floods lines", 20_000, "it sent more than 10000 messages"],
  ["prints first", 20_000, "it wrote something that is no message of the protocol"],
  ["ends", 20_000, "it ended with code 3 before it answered initialize"],
  ["refuses", 20_000, "it answered initialize with the error -32602"],
  [
    "answers something else",
    20_000,
    "it answered initialize with something else than the protocol asks (protocolVersion)",
  ],
  [
    "speaks another revision",
    20_000,
    "it answered initialize with something else than the protocol asks (protocolVersion)",
  ],
  ["pages without end", 20_000, "it offers more than 1000 tools, or its list does not end"],
])(
  "a server that %s is not healthy, and what is said of it has no secret in it",
  async (manner, timeoutMs, message) => {
    const outcome = await asking().ask({ ...withToken(manner), timeoutMs }, signal);
    expect(outcome).toMatchObject({ unhealthy: { message, remedy: expect.stringMatching(/\.$/) } });
    expect(JSON.stringify(outcome)).not.toContain("t0p-secret");
  },
);

test("a server that ignores the end of its input and SIGTERM is ended with its children", async () => {
  const file = join(scratchDirectory(), "pids");
  const outcome = await asking().ask(stdio("keeps children", {}, file), signal);
  expect(outcome).toHaveProperty("fact");
  const pids = readFileSync(file, "utf8").split(" ").map(Number);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive), { timeout: 60_000 }).toEqual([]);
});

test("a program that is not here says nothing about the server; nor is one started unless the operator says so", async () => {
  const nowhere = stdio("good", { content: { type: "stdio", command: "no-such-program-here" } });
  expect(await asking().ask(nowhere, signal)).toMatchObject({
    unseen: {
      message: "no-such-program-here is not on the PATH here",
      remedy: expect.stringContaining("--start-programs"),
    },
  });
  const file = join(scratchDirectory(), "pids");
  const outcome = await asking(secrets(), false).ask(stdio("keeps children", {}, file), signal);
  expect(outcome).toMatchObject({ unseen: { remedy: expect.stringContaining("--start-programs") } });
  expect(existsSync(file)).toBe(false);
});

test("a server gets nothing of our environment, and leaves no directory behind", async () => {
  const temporary = ownTemporaryDirectory();
  const content = {
    type: "stdio",
    command: process.execPath,
    args: [program, "good"],
    env: { TOKEN: "${OUR_KEY:-nothing of it} ${LANG}" },
  };
  process.env.OUR_KEY = "key";
  const outcome = await asking().ask(stdio("good", { content }), signal);
  delete process.env.OUR_KEY;
  expect(outcome).toMatchObject({ fact: { serverName: "shop nothing of it C.UTF-8" } });
  expect(readdirSync(temporary)).toEqual([]);
  const unknown = { ...content, env: { TOKEN: "${OUR_KEY}" } };
  expect(await asking().ask(stdio("good", { content: unknown }), signal)).toMatchObject({
    unseen: { message: "its row names the variable OUR_KEY, which is not known here" },
  });
});

test("a probe that is stopped ends its server and says so", async () => {
  const stop = new AbortController();
  const file = join(scratchDirectory(), "pids");
  const asked = asking().ask(stdio("hangs", {}, file), stop.signal);
  setTimeout(() => stop.abort(), 200);
  await expect(asked).rejects.toMatchObject({ code: "CANCELLED" });
});

function http(url: string, changes: Partial<ServerQuestion> = {}): ServerQuestion {
  const headers = { Authorization: "Bearer ${SECRET:TOKEN}" };
  return {
    name: "far",
    transport: "http",
    content: { type: "http", url, headers },
    secrets: ["TOKEN"],
    timeoutMs: 20_000,
    ...changes,
  };
}

test.each(["json", "events"] as const)(
  "a server at an address answers as %s, is told the revision and session, and that it is over",
  async (manner) => {
    const server = await startHttpServer(manner);
    const outcome = await asking(secrets(), false).ask(http(server.url), signal);
    expect(outcome).toMatchObject({
      fact: { serverName: "far", serverVersion: "2", tools: [{ name: "look", description: "for [hidden]" }] },
    });
    const own = server.asked.filter(({ rpc, method }) => rpc !== undefined || method === "DELETE");
    expect(own.map(({ rpc, method }) => rpc ?? method)).toEqual([
      "initialize",
      "notifications/initialized",
      "tools/list",
      "DELETE",
    ]);
    for (const { headers } of own.slice(1))
      expect(headers).toMatchObject({ "mcp-protocol-version": "2025-11-25", "mcp-session-id": "s1" });
  },
);

test.each([
  ["refuses", 20_000, /^127\.0\.0\.1:\d+ refused initialize with 401$/],
  ["leads on", 20_000, /^127\.0\.0\.1:\d+ answered initialize with 307$/],
  ["fails", 20_000, /^127\.0\.0\.1:\d+ answered initialize with 500$/],
  ["hangs", 500, /^it took too long$/],
  ["floods", 20_000, /^it answered with more than 4194304 bytes$/],
  ["floods events", 20_000, /^it sent more than 10000 messages$/],
  ["floods one event", 20_000, /^it answered with more than 4194304 bytes$/],
  ["says nothing", 20_000, /^it gave no answer to initialize$/],
  ["garbage", 20_000, /^it wrote something that is no message of the protocol$/],
] as const)(
  "a server at an address that %s is not healthy, and no credential is in what is said",
  async (manner, timeoutMs, message) => {
    const server = await startHttpServer(manner);
    const outcome = await asking().ask(http(`${server.url}?key=t0p-secret`, { timeoutMs }), signal);
    expect(outcome).toMatchObject({ unhealthy: { message: expect.stringMatching(message) } });
    expect(JSON.stringify(outcome)).not.toContain("t0p-secret");
  },
);

test("an address where nobody listens, and one that is none, are told without what is in them", async () => {
  const nobody = await asking().ask(http("http://user:t0p-secret@127.0.0.1:9/t0p-secret"), signal);
  expect(nobody).toMatchObject({
    unhealthy: { message: "127.0.0.1:9 could not be reached: nothing listens there" },
  });
  const none = await asking().ask(http("file:///t0p-secret"), signal);
  expect(none).toMatchObject({ unhealthy: { message: "its row has no address that can be asked" } });
  expect(JSON.stringify([nobody, none])).not.toContain("t0p-secret");
});

test("a secret that no header can carry is not shown by the fault", async () => {
  const server = await startHttpServer("json");
  const outcome = await asking(secrets({ TOKEN: "t0p-secret\r\nx: y" })).ask(http(server.url), signal);
  expect(outcome).toHaveProperty("unhealthy");
  expect(JSON.stringify(outcome)).not.toContain("t0p");
});

test("a secret in the name of a host is in no message", async () => {
  const given = secrets({ TOKEN: "T0p-Secret" });
  const outcome = await asking(given).ask(http("http://${SECRET:TOKEN}.invalid/mcp"), signal);
  expect(outcome).toMatchObject({
    unhealthy: { message: expect.stringContaining("[hidden].invalid could not be reached") },
  });
});

test.each([{ headersHelper: "give-me" }, { oauth: {} }])(
  "a server that only the client can sign in to is not called unhealthy (%o)",
  async (way) => {
    const server = await startHttpServer("json");
    const content = { type: "http", url: server.url, ...way };
    expect(await asking().ask(http(server.url, { content }), signal)).toMatchObject({
      unseen: { remedy: "Give the row headers with a secret instead." },
    });
    expect(server.asked).toEqual([]);
  },
);

test("a placeholder that is malformed says so, and nothing is sent", async () => {
  const server = await startHttpServer("json");
  const content = { type: "http", url: server.url, headers: { Authorization: "${SECRET:" } };
  const outcome = await asking().ask(http(server.url, { content }), signal);
  expect(outcome).toMatchObject({ unseen: { message: expect.stringContaining("is not closed") } });
  expect(server.asked).toEqual([]);
});
