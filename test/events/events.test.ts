import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { renderAgents } from "../../src/env/render-agents.ts";
import { EventEndpoint } from "../../src/events/event-endpoint.ts";
import { EventFile } from "../../src/events/event-file.ts";
import { toAll } from "../../src/events/event-sink.ts";
import { configOf, settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { scratchDirectory } from "../scratch.ts";
import { listenAlone } from "../services/free-port.ts";

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
  await listenAlone(server);
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
