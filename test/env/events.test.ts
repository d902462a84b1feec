import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { EventEndpoint } from "../../src/env/event-endpoint.ts";
import { EventServer } from "../../src/env/event-server.ts";
import { EventFile, toAll } from "../../src/env/events.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { scratchDirectory } from "../scratch.ts";
import { configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const time = "2026-01-01T00:00:00.000Z";
const failed = (agent: string) =>
  ({
    event: "task_failed",
    time,
    agent,
    reason: "boot",
    code: "MISSING_SECRET",
    message: "m",
    secret: "KEY",
  }) as const;

/** Listens to a server, from an id where one is given, until so many events came. */
async function listen(url: string, count: number, lastEventId?: string): Promise<Record<string, string>[]> {
  const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const response = await fetch(url, { headers });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text
      .split("\n\n")
      .slice(0, -1)
      .filter((block) => block.startsWith("id: "));
    if (blocks.length < count) continue;
    return blocks.map((block) =>
      Object.fromEntries(
        block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
      ),
    );
  }
  throw new Error("the stream ended");
}

async function serving() {
  const file = join(scratchDirectory(), "events.jsonl");
  const server = await EventServer.start({
    file,
    listen: "127.0.0.1:0",
    signal: new AbortController().signal,
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { file, server };
}

/** An endpoint that answers as it is told, and keeps what it got. */
async function endpoint(answer: (turn: number) => number) {
  const got: { authorization: string | undefined; body: unknown }[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part) => parts.push(part));
    incoming.on("end", () => {
      const status = answer(got.length);
      const body = JSON.parse(Buffer.concat(parts).toString());
      got.push({ authorization: incoming.headers.authorization, body });
      response.writeHead(status, { location: "http://127.0.0.1:1/" }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  onTestFinished(() => void server.close());
  return { got, port: (server.address() as AddressInfo).port };
}

describe("events in a file", () => {
  it("are JSON lines that name the secret and never hold its value", async () => {
    const root = scratchDirectory();
    const file = join(root, "events.jsonl");
    const secrets = new TestSecrets({ KEY: "canary-event" });
    const server = (name: string) => ({
      x: { type: "stdio", command: "c", env: { A: `\${SECRET:${name}}` } },
    });
    {
      using events = new EventFile(file);
      const agents = [
        configOf({ name: "a", mcpServers: server("KEY") }),
        configOf({ name: "b", mcpServers: server("GONE") }),
      ];
      await renderAgents({ ...settingsFor(join(root, "env"), secrets), events, agents });
    }
    const lines = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ agent }) => agent === "a").map(({ event }) => event)).toEqual([
      "render_started",
      "rendered",
    ]);
    expect(lines.find(({ agent }) => agent === "b")).toMatchObject({ event: "task_failed", secret: "GONE" });
    expect(readFileSync(file, "utf8")).not.toContain("canary-event");
  });
});

describe("events as server-sent events", () => {
  it("reach a listener as they come, and resume without a gap behind the last one", async () => {
    const { file, server } = await serving();
    using events = new EventFile(file);
    const first = listen(server.url, 2, "0");
    events.emit(failed("a"));
    events.emit(failed("b"));
    const [a, b] = await first;
    expect(a).toMatchObject({ event: "task_failed" });
    expect(JSON.parse(a?.data ?? "")).toMatchObject({ agent: "a", secret: "KEY", time });
    events.emit(failed("c"));
    events.emit(failed("d"));
    const rest = await listen(server.url, 2, b?.id);
    expect(rest.map(({ data }) => JSON.parse(data ?? "").agent)).toEqual(["c", "d"]);
  });

  it("start with what is yet to come for one who names no event", async () => {
    const { file, server } = await serving();
    using events = new EventFile(file);
    events.emit(failed("old"));
    const heard = listen(server.url, 1);
    const ticking = setInterval(() => events.emit(failed("new")), 50);
    const [event] = await heard;
    clearInterval(ticking);
    expect(JSON.parse(event?.data ?? "").agent).toBe("new");
  });

  it("survive a file that is begun anew, half lines, foreign lines and a made-up id", async () => {
    const { file, server } = await serving();
    writeFileSync(file, `${JSON.stringify(failed("long ago"))}\n`.repeat(5));
    const heard = listen(server.url, 2, "3");
    appendFileSync(file, 'nonsense\n{"event":"evil\\nid: 7"}\n{"event":"task_failed",');
    const [one] = await heard;
    expect(JSON.parse(one?.data ?? "").agent).toBe("long ago");
    const next = listen(server.url, 1, "900");
    writeFileSync(file, `${JSON.stringify(failed("anew"))}\n`);
    expect(JSON.parse((await next)[0]?.data ?? "").agent).toBe("anew");
  });

  it("are given to GET at /events under this machine's own names only", async () => {
    const { server } = await serving();
    const status = (options: { path?: string; method?: string; host?: string }) =>
      new Promise<number | undefined>((done) => {
        const { port } = new URL(server.url);
        const headers = { host: options.host ?? `localhost:${port}` };
        request({
          host: "127.0.0.1",
          port,
          path: options.path ?? "/events",
          method: options.method ?? "GET",
          headers,
        })
          .on("response", (response) => {
            done(response.statusCode);
            response.destroy();
          })
          .end();
      });
    expect(await status({})).toBe(200);
    expect(await status({ path: "/" })).toBe(404);
    expect(await status({ method: "POST" })).toBe(405);
    expect(await status({ host: "evil.example" })).toBe(421);
  });

  it.each(["nowhere", "127.0.0.1", "127.0.0.1:99999", "a:b:1"])("are not served on %s", async (address) => {
    const starting = EventServer.start({ file: "x", listen: address, signal: new AbortController().signal });
    await expect(starting).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("events to an HTTP endpoint", () => {
  it("arrive in order, with the credential in a header, and again after a failure", async () => {
    const { got, port } = await endpoint((turn) => (turn === 0 ? 503 : 204));
    const said: string[] = [];
    {
      await using sink = new EventEndpoint({
        url: `http://me:pass@127.0.0.1:${port}/in`,
        onUndelivered: (line) => said.push(line),
      });
      const both = toAll(sink);
      both.emit(failed("a"));
      both.emit(failed("b"));
    }
    expect(got.map(({ body }) => (body as { agent: string }).agent)).toEqual(["a", "a", "b"]);
    expect(got[0]?.authorization).toBe(`Basic ${Buffer.from("me:pass").toString("base64")}`);
    expect(said).toEqual([]);
  });

  it("are given up where they are refused or redirected, and it is said without the credential", async () => {
    const { got, port } = await endpoint((turn) => (turn === 0 ? 403 : 307));
    const said: string[] = [];
    {
      await using sink = new EventEndpoint({
        url: `http://me:pass@127.0.0.1:${port}/in?key=pass`,
        onUndelivered: (line) => said.push(line),
      });
      sink.emit(failed("a"));
      sink.emit(failed("b"));
    }
    expect(got).toHaveLength(2);
    expect(said).toEqual([`2 events could not be delivered to http://127.0.0.1:${port}`]);
  });
});
