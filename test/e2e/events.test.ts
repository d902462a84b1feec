import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { expect, test } from "vitest";
import { expectAnswered, head, headers, targets } from "../api/odd-requests.ts";
import { house } from "../architecture/rooms.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";

/** The built `identikit events` as a process of its own. */
async function serveEvents(
  fleet: FleetCopy,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), "events", ...options], {
    cwd: fleet.root,
    env: { PATH, HOME, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  await Promise.race([once(lines, "line"), once(child, "exit")]);
  const url = /http:\S+$/.exec(said[0] ?? "")?.[0];
  if (url === undefined) throw new Error(said.join("\n"));
  return {
    url,
    said: () => said.join("\n"),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    /** The exit code after a signal. */
    end: async (signal: NodeJS.Signals): Promise<number | null> => {
      const ended = once(child, "close");
      child.kill(signal);
      return (await ended)[0];
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "close");
    },
  };
}

const loopback = ["--listen", "127.0.0.1:0"];

/** Asks for the stream and hangs up as soon as its status is known. */
async function statusOf(url: string, authorization?: string): Promise<number> {
  const hangUp = new AbortController();
  const response = await fetch(url, {
    headers: authorization ? { authorization } : {},
    signal: hangUp.signal,
  });
  hangUp.abort();
  return response.status;
}

test("no request ends the program that serves events, whatever its target and headers are", async () => {
  using fleet = copyFleet();
  await using served = await serveEvents(fleet, loopback);
  const requests = [
    ...["//[", ...targets].map((target) => `GET ${target} HTTP/1.1\r\n${head}\r\n`),
    ...headers.map((lines) => `GET /events HTTP/1.1\r\n${lines}\r\n`),
  ];
  for (const request of requests) {
    await expectAnswered(served.url, request);
    expect(served.isRunning(), `${request.slice(0, 200)}\n${served.said()}`).toBe(true);
  }
  expect(await statusOf(served.url)).toBe(200);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends the program that serves events as asked",
  async (signal) => {
    using fleet = copyFleet();
    await using served = await serveEvents(fleet, loopback);
    expect(await served.end(signal)).toBe(0);
    expect(served.said()).not.toMatch(/error/i);
  },
);

test.each(["0.0.0.0:0", "[::]:0"])("events are not served on %s to whoever asks", async (address) => {
  using fleet = copyFleet();
  const refused = { code: 1, json: { error: { code: "AUTH_REQUIRED" } } };
  const args = ["events", "--listen", address];
  expect(await identikitJson(args, { cwd: fleet.root })).toMatchObject(refused);
  // A token is asked for, and there is none.
  expect(await identikitJson([...args, "--auth", "token"], { cwd: fleet.root })).toMatchObject(refused);
});

test("events are served beyond this machine to who has the token", async () => {
  using fleet = copyFleet();
  const env = { IDENTIKIT_EVENTS_TOKEN: "canary-token" };
  await using served = await serveEvents(fleet, ["--listen", "0.0.0.0:0", "--auth", "token"], env);
  const url = served.url.replace("0.0.0.0", "127.0.0.1");
  expect(await statusOf(url, "Bearer canary-token")).toBe(200);
  for (const wrong of [undefined, "Bearer canary-tokem", "canary-token", "Basic Y2FuYXJ5LXRva2Vu"])
    expect(await statusOf(url, wrong), wrong).toBe(401);
  expect(served.said()).not.toContain("canary");
});
