import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AdapterEvent } from "../../../src/adapters/adapter-event.ts";
import { adapterNamed } from "../../../src/adapters/adapters.ts";
import type { Launch, LaunchSession } from "../../../src/adapters/launch.ts";
import { maskedEvents } from "../../../src/adapters/masking/masked-events.ts";
import { SecretFinder } from "../../../src/adapters/masking/secret-finder.ts";
import { linesOf } from "../../../src/adapters/stream/lines-of.ts";
import { knownClients } from "../../../src/probe/clients/known-clients.ts";
import { clientPrograms } from "../../../src/probe/clients/probe-clients.ts";
import { launchOf, ofKind, toolProfile } from "../../adapters/launches.ts";
import { scratchDirectory } from "../../scratch.ts";
import { listenAlone } from "../../services/free-port.ts";
import { type AgentScript, installAsClients, scriptedAgent, scriptLine } from "./scripted-agent.ts";

const adapters = ["claude", "codex", "command"] as const;

/** The scripted agent as a supervisor would start it, without any isolation. */
class Run {
  readonly home = scratchDirectory();
  readonly adapter: (typeof adapters)[number];
  readonly places: Launch["places"];
  stderr = "";
  bytes = 0;

  constructor(adapter: Run["adapter"]) {
    this.adapter = adapter;
    const at = (name: string) => join(this.home, name);
    this.places = {
      workspace: at("work"),
      envDirectory: at("env"),
      files: at("run"),
      outbox: at("requests.jsonl"),
      answers: at("answers.jsonl"),
    };
    for (const path of [this.places.workspace, this.places.envDirectory, this.places.files]) mkdirSync(path);
  }

  async go(
    script: AgentScript,
    {
      session,
      env = {},
      secrets = [],
    }: {
      readonly session?: LaunchSession;
      readonly env?: Readonly<Record<string, string>>;
      readonly secrets?: readonly string[];
    } = {},
  ): Promise<{ code: number | null; signal: string | null; events: AdapterEvent[] }> {
    const command = [process.execPath, scriptedAgent];
    const adapter = adapterNamed(this.adapter);
    const line = adapter.commandLine(
      launchOf(this.adapter, {
        profile: {
          adapter: { name: this.adapter, ...(this.adapter === "command" ? { command } : {}) },
          model: "any",
          toolProfile: toolProfile(),
        },
        places: this.places,
        capabilities: knownClients[0]?.capabilities ?? [],
        prompt: `Do it.\n${scriptLine(script)}\n`,
        outbox: undefined,
        ...(session ? { session } : {}),
      }),
    );
    for (const { place, path, text } of line.files) {
      mkdirSync(dirname(join(this.places[place], path)), { recursive: true });
      writeFileSync(join(this.places[place], path), text);
    }
    const [program = "", ...args] = line.argv;
    const bin = installAsClients(join(this.home, "bin"));
    const child = spawn(program, args, {
      cwd: this.places.workspace,
      env: {
        PATH: `${bin}:/usr/bin:/bin`,
        IDENTIKIT_OUTBOX: this.places.outbox,
        IDENTIKIT_ANSWERS: this.places.answers,
        ...line.env,
        ...env,
      },
      stdio: "pipe",
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    child.stdin.end(line.stdin);
    child.stderr.on("data", (text) => (this.stderr += text));
    child.stdout.on("data", (chunk) => (this.bytes += chunk.length));
    const ended = new Promise<[number | null, string | null]>((resolve) =>
      child.once("close", (...how) => resolve(how)),
    );
    const events = maskedEvents(adapter.readStream(linesOf(child.stdout)), new SecretFinder(secrets));
    const read = await Array.fromAsync(events);
    const [code, signal] = await ended;
    return { code, signal, events: read };
  }
}

const shown = (events: readonly AdapterEvent[]) => ofKind(events, "event").map(({ event }) => event);
const result = (events: readonly AdapterEvent[]) => ofKind(events, "result").at(-1)?.result;

describe.each(adapters)("the scripted agent as %s", (name) => {
  test("does its steps, and tells of them so that the adapter reads every line", async () => {
    const run = new Run(name);
    const { code, events } = await run.go([
      { do: "say", text: "I begin." },
      { do: "write", path: "a/b.txt", text: "hello" },
      { do: "run", command: "cat a/b.txt; echo" },
      { do: "run", command: "exit 3", report: "report.json" },
      { do: "subagent", name: "reader", text: "Read." },
      { do: "usage", turns: 3, tokens: 1234, cost: "0.5" },
      { do: "heartbeat" },
    ]);
    expect(run.stderr).toBe("");
    expect(code).toBe(0);
    expect(result(events)).toMatchObject({ outcome: "succeeded", text: "Done." });
    expect(readFileSync(join(run.places.workspace, "a/b.txt"), "utf8")).toBe("hello");
    expect(JSON.parse(readFileSync(join(run.places.workspace, "report.json"), "utf8")).error).toContain(
      "code 3",
    );
    expect(
      shown(events).filter(({ data }) => data?.kind === "unknown" || data?.kind === "unreadable"),
    ).toEqual([]);
    expect(shown(events)).toContainEqual(expect.objectContaining({ type: "message", text: "I begin." }));
    expect(shown(events)).toContainEqual(
      expect.objectContaining({ type: "tool", status: "completed", text: expect.stringContaining("hello") }),
    );
    expect(shown(events)).toContainEqual(expect.objectContaining({ type: "tool", status: "failed" }));
    expect(shown(events).map(({ type }) => type)).toContain("subagent");
    const usage = ofKind(events, "usage").at(-1)?.usage;
    expect(usage).toMatchObject({ tokens: 1234, ...(name === "codex" ? {} : { cost: "0.5" }) });
  });

  test("goes on with its session, and says what it remembers; a fork leaves it as it is", async () => {
    const run = new Run(name);
    const script = { new: [{ do: "say", text: "first" }], resume: [{ do: "say", text: "second" }], fork: [] };
    const { events } = await run.go(script);
    const sessionId = ofKind(events, "session")[0]?.sessionId ?? "";
    const other = new Run(name);
    const files = adapterNamed(name)
      .sessionFiles(sessionId)
      .flatMap((pattern) => globSync(pattern, { cwd: run.places.envDirectory }));
    expect(files).not.toEqual([]);
    for (const file of files)
      cpSync(join(run.places.envDirectory, file), join(other.places.envDirectory, file), { recursive: true });
    const resumed = await other.go(script, { session: { kind: "resume", sessionId } });
    const words = shown(resumed.events)
      .map(({ text }) => text)
      .join("\n");
    expect(words).toContain("second");
    expect(words).toMatch(/I remember [12] things/);
    const forked = await other.go(script, { session: { kind: "fork", from: sessionId, sessionId: "f-1" } });
    expect(ofKind(forked.events, "session")[0]?.sessionId).not.toBe(sessionId);
    const lost = await new Run(name).go(script, { session: { kind: "resume", sessionId } });
    expect(lost.code).toBe(1);
    expect(result(lost.events)?.outcome).not.toBe("succeeded");
  });

  test("prints a secret in pieces, and no piece of it is shown (P-41)", async () => {
    const secret = "correct-horse-battery-staple";
    for (const as of ["messages", "lines", "base64", "output"]) {
      const { events } = await new Run(name).go(
        [
          { do: "secret", name: "TOKEN", pieces: 5, as },
          { do: "say", text: "There." },
        ],
        { env: { TOKEN: secret }, secrets: [secret] },
      );
      const all = JSON.stringify(events);
      for (const piece of [secret, "correct", "battery", Buffer.from(secret).toString("base64")])
        expect(all, as).not.toContain(piece);
      expect(all).toContain("***");
    }
  });

  test("ends as it is told to, with or without a word", async () => {
    expect(await new Run(name).go([{ do: "result", outcome: "failed", text: "no" }])).toMatchObject({
      code: 1,
    });
    const silent = await new Run(name).go([{ do: "end" }]);
    expect([silent.code, result(silent.events)]).toEqual([0, undefined]);
    expect(await new Run(name).go([{ do: "exit", code: 7 }])).toMatchObject({ code: 7 });
    expect(await new Run(name).go([{ do: "kill" }])).toMatchObject({ signal: "SIGKILL" });
  });
});

test("the scripted agent shows the capabilities that the real releases have", async () => {
  const bin = installAsClients(scratchDirectory());
  const source = clientPrograms({ env: { PATH: `${bin}:/usr/bin:/bin` }, startPrograms: true });
  for (const { adapter, version, capabilities } of knownClients) {
    const seen = await source.look({ name: adapter }, new AbortController().signal);
    expect(seen).toEqual({ fact: { version, capabilities } });
  }
});

test("the scripted agent floods, and what is read of it stays small", async () => {
  const run = new Run("command");
  const bytes = 50 * 1024 * 1024;
  const { events } = await run.go([
    { do: "flood", bytes, line: true },
    { do: "raw", text: "\u0000\u001b[31m\n" },
    { do: "raw", base64: "//79Cg==" },
    { do: "say", text: "after" },
  ]);
  expect(run.bytes).toBeGreaterThan(bytes);
  expect(JSON.stringify(events).length).toBeLessThan(100_000);
  expect(shown(events).at(-1)?.text).toBe("after");
});

test("the scripted agent asks, and waits for the answer", async () => {
  const run = new Run("command");
  const request = { id: "go", action: "release", title: "Release" };
  writeFileSync(run.places.answers, `${JSON.stringify({ id: "go", answer: "approved" })}\n`);
  const { events } = await run.go([
    { do: "outbox", request: { type: "comment", body: "x" } },
    { do: "approval", request },
  ]);
  expect(
    readFileSync(run.places.outbox, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { type: "comment", body: "x" },
    { type: "approval", ...request },
  ]);
  expect(shown(events)).toContainEqual(
    expect.objectContaining({ tool: "approval", status: "completed", text: "approved" }),
  );
});

test("the scripted agent attacks what it can reach, and reports what came of it", async () => {
  const server = createServer((_, response) => void response.end("reached"));
  await listenAlone(server);
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const run = new Run("command");
  execFileSync("git", ["init", "-q", run.places.workspace]);
  const steps = ["environments", "read", "hooks", "call", "connect", "link", "env", "push", "fork"];
  const more: Readonly<Record<string, object>> = {
    read: { paths: ["/etc/hostname", "/nonexistent"] },
    hooks: { command: "touch /tmp/never" },
    call: { url: `http://127.0.0.1:${port}/` },
    connect: { host: "127.0.0.1", port },
    link: { path: "leak", target: "/etc/passwd" },
    env: { path: "settings.json", text: "{}" },
    fork: { count: 2, ignore: true },
  };
  const { code } = await run.go(steps.map((name) => ({ do: name, ...more[name], report: `${name}.report` })));
  expect(run.stderr).toBe("");
  expect(code).toBe(0);
  const report = (name: string) =>
    JSON.parse(readFileSync(join(run.places.workspace, `${name}.report`), "utf8"));
  const pids: number[] = report("fork").output;
  for (const pid of pids) process.kill(pid, "SIGKILL");
  expect(report("environments").output.length).toBeGreaterThan(1);
  expect(report("read").output["/nonexistent"]).toBe("error ENOENT");
  expect(Object.values(report("hooks").output)).toEqual(
    Object.values(report("hooks").output).map(() => "planted"),
  );
  expect(existsSync(join(run.places.workspace, ".git/hooks/pre-commit"))).toBe(true);
  expect(report("call").output).toMatchObject({ status: 200, body: "reached" });
  expect(report("connect").output).toBe("connected");
  expect(readlinkSync(join(run.places.workspace, "leak"))).toBe("/etc/passwd");
  expect(readFileSync(join(run.places.envDirectory, "settings.json"), "utf8")).toBe("{}");
  expect(report("push").error).toContain("failed to push");
});
