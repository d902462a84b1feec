import { appendFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventStream } from "../../src/api/event-stream.ts";
import { HttpServer } from "../../src/api/http-server.ts";
import { EventFile } from "../../src/events/event-file.ts";
import { retainedBytes } from "../retained-memory.ts";
import { scratchDirectory } from "../scratch.ts";
import { listen } from "./event-listener.ts";

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

async function serving() {
  const file = join(scratchDirectory(), "events.jsonl");
  const { signal } = new AbortController();
  const server = await HttpServer.start({
    address: { host: "127.0.0.1", port: 0 },
    auth: { kind: "loopback" },
    app: eventStream({ file, signal }),
    signal,
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { file, url: `${server.url}/events`, port: Number(new URL(server.url).port) };
}

describe("events as server-sent events", () => {
  it("reach a listener as they come, and resume without a gap behind the last one", async () => {
    const { file, url } = await serving();
    using events = new EventFile(file);
    const first = listen(url, 2, "0");
    events.emit(failed("a"));
    events.emit(failed("b"));
    const [a, b] = await first;
    expect(a).toMatchObject({ event: "task_failed" });
    expect(JSON.parse(a?.data ?? "")).toMatchObject({ agent: "a", secret: "KEY", time });
    events.emit(failed("c"));
    events.emit(failed("d"));
    const rest = await listen(url, 2, b?.id);
    expect(rest.map(({ data }) => JSON.parse(data ?? "").agent)).toEqual(["c", "d"]);
  });

  it("start with what is yet to come for one who names no event", async () => {
    const { file, url } = await serving();
    using events = new EventFile(file);
    events.emit(failed("old"));
    const heard = listen(url, 1);
    const ticking = setInterval(() => events.emit(failed("new")), 50);
    const [event] = await heard;
    clearInterval(ticking);
    expect(JSON.parse(event?.data ?? "").agent).toBe("new");
  });

  it("survive a file that is begun anew, half lines, foreign lines and a made-up id", async () => {
    const { file, url } = await serving();
    writeFileSync(file, `${JSON.stringify(failed("long ago"))}\n`.repeat(5));
    const heard = listen(url, 2, "3");
    appendFileSync(file, 'nonsense\n{"event":"evil\\nid: 7"}\n{"event":"task_failed",');
    const [one] = await heard;
    expect(JSON.parse(one?.data ?? "").agent).toBe("long ago");
    const next = listen(url, 1, "900");
    writeFileSync(file, `${JSON.stringify(failed("anew"))}\n`);
    expect(JSON.parse((await next)[0]?.data ?? "").agent).toBe("anew");
  });

  it("are not sent to more than 256 listeners at once, and a place that is left is free again", async () => {
    const { port, file } = await serving();
    writeFileSync(file, "");
    const open = await Promise.all(Array.from({ length: 256 }, () => rawListener(port)));
    expect(open.every(({ head }) => head.startsWith("HTTP/1.1 200"))).toBe(true);
    const refused = await rawListener(port);
    expect(refused.head).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 5/i);
    for (const { socket } of open.slice(0, 10)) socket.destroy();
    const heard = async () => (await rawListener(port)).head.slice(0, 12);
    await expect.poll(heard, { timeout: 60_000 }).toBe("HTTP/1.1 200");
  });

  it("wait for a listener that reads slowly without piling up in memory", async () => {
    const { port, file } = await serving();
    const line = `${JSON.stringify({ ...failed("x"), message: "m".repeat(1000) })}\n`;
    const lines = 40_000;
    writeFileSync(file, line.repeat(lines));
    const { socket } = await rawListener(port, "0");
    socket.pause();
    const before = retainedBytes();
    await sleep(1_000);
    expect(retainedBytes() - before).toBeLessThan(30 * 1024 * 1024);
    let events = 0;
    socket.on("data", (chunk) => {
      events += chunk.toString("latin1").split("event: task_failed").length - 1;
    });
    socket.resume();
    // More than buffers on the way can hold: the server goes on.
    await expect.poll(() => events, { timeout: 100_000 }).toBeGreaterThan(lines / 3);
  });
});

/** A listener as a socket, once the head of its answer is there. */
async function rawListener(port: number, after = ""): Promise<{ socket: Socket; head: string }> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const last = after === "" ? "" : `Last-Event-ID: ${after}\r\n`;
  socket.write(`GET /events HTTP/1.1\r\nHost: localhost\r\n${last}\r\n`);
  const head = await new Promise<string>((done) => {
    socket.once("data", (chunk) => done(chunk.toString("latin1")));
  });
  return { socket, head };
}
