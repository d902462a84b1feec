import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { CommandLine } from "../../src/adapters/adapter.ts";
import type { AdapterEvent } from "../../src/adapters/adapter-event.ts";
import { adapterNamed } from "../../src/adapters/adapters.ts";
import type { Launch, LaunchSession } from "../../src/adapters/launch.ts";
import { outboxProgramFile } from "../../src/adapters/outbox-server/outbox-program.ts";
import { certain } from "../../src/fault/certain.ts";
import { launchOf, linesFrom, ofKind, toolProfile } from "../adapters/launches.ts";
import { scratchDirectory } from "../scratch.ts";
import { SilentServer } from "../services/silent-server.ts";
import { type ClientRun, runClient, withClients } from "./client-programs.ts";
import { startModel, type ToolCall } from "./model-stand-in.ts";

const adapters = ["claude", "codex"] as const;
type Adapter = (typeof adapters)[number];

/** A client in a home of its own, as a supervisor would start it. */
class Client {
  readonly adapter: Adapter;
  readonly home = scratchDirectory();
  readonly places: Launch["places"];

  constructor(adapter: Adapter) {
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

  launch(changes: Parameters<typeof launchOf>[1] = {}): Launch {
    const { profile = {}, ...others } = changes;
    const model = this.adapter === "claude" ? "sonnet" : "gpt-5";
    return launchOf(this.adapter, {
      profile: { model, ...profile },
      places: this.places,
      hasClientSandbox: false,
      outbox: undefined,
      ...others,
    });
  }

  async run(
    line: CommandLine,
    model: { readonly url: string },
    stop?: { readonly signal: NodeJS.Signals; readonly when: Promise<unknown> },
  ): Promise<{ run: ClientRun; events: AdapterEvent[] }> {
    for (const { place, path, text } of line.files) {
      const file = join(this.places[place], path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const [, ...args] = line.argv;
    const provider = [
      "-c",
      `model_providers.local={name="local",base_url="${model.url}/v1",wire_api="responses",env_key="ANY_KEY"}`,
      "-c",
      'model_provider="local"',
    ];
    const given = this.adapter === "codex" ? [args[0] ?? "", ...provider, ...args.slice(1)] : args;
    const env = { ...line.env, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: "none", ANY_KEY: "none" };
    const run = await runClient(this.adapter, given, {
      home: this.home,
      env,
      input: line.stdin,
      ...(stop ? { stop } : {}),
    });
    const lines = linesFrom(run.stdout.split("\n"));
    return { run, events: await Array.fromAsync(adapterNamed(this.adapter).readStream(lines)) };
  }
}

const sessionOf = (events: readonly AdapterEvent[]) => ofKind(events, "session").at(-1)?.sessionId ?? "";
const outcomeOf = (events: readonly AdapterEvent[]) => ofKind(events, "result").at(-1)?.result;
const shell: Readonly<Record<Adapter, (command: string) => ToolCall>> = {
  claude: (command) => ({ name: "Bash", arguments: { command, description: "d" } }),
  codex: (cmd) => ({ name: "exec_command", arguments: { cmd } }),
};

withClients("the real clients, as adapters start them", () => {
  describe.each(adapters)("%s", (name) => {
    const adapter = adapterNamed(name);

    test("takes every flag that a full launch has, and its stream is read without a line that is not known (P-42)", async () => {
      await using model = await startModel([shell[name]("echo hello")]);
      const client = new Client(name);
      const subagents = [
        { name: "reader", rolePrompt: "READER", taskKinds: ["diagnose"], limits: { turns: 3 } },
      ];
      const profile = {
        toolProfile: toolProfile({
          approvalPolicyByTool:
            name === "claude" ? { WebFetch: "ask", WebSearch: "deny", "*": "allow" } : { "*": "allow" },
          commandsAllowed: ["npm test"],
          commandsDenied: ["git push"],
          networkPolicy: { mode: "proxy" },
        }),
        ...(name === "claude" ? { subagents } : {}),
      };
      const budget = name === "claude" ? { turns: 9, cost: "5" } : { turns: 9 };
      const line = adapter.commandLine(client.launch({ profile, budget, instructions: "MARK-INSTRUCTIONS" }));
      const { run, events } = await client.run(line, model);
      expect(run, run.stderr).toMatchObject({ code: 0 });
      expect(outcomeOf(events)).toMatchObject({ outcome: "succeeded", text: "Done." });
      expect(JSON.stringify(model.questions)).toContain("MARK-INSTRUCTIONS");
      expect(JSON.stringify(model.questions)).toContain("Fix it.");
      const shown = ofKind(events, "event").map(({ event }) => event);
      expect(shown.filter(({ data }) => data?.kind === "unreadable" || data?.kind === "unknown")).toEqual([]);
      expect(shown).toContainEqual(
        expect.objectContaining({
          type: "tool",
          status: "completed",
          text: expect.stringContaining("hello"),
        }),
      );
      expect(ofKind(events, "usage").at(-1)?.usage.tokens).toBeGreaterThan(0);
    });

    test("does not run a command that is denied", async () => {
      await using model = await startModel([shell[name]("git push origin main"), shell[name]("echo fine")]);
      const client = new Client(name);
      const profile = { toolProfile: toolProfile({ commandsDenied: ["git push"] }) };
      const { run } = await client.run(adapter.commandLine(client.launch({ profile })), model);
      expect(run, run.stderr).toMatchObject({ code: 0 });
      const asked = JSON.stringify(model.questions);
      expect(asked).toMatch(/has been denied|policy forbids commands starting with `git push`/);
      expect(asked).toContain("fine");
    });

    test("goes on with a session from its files alone, elsewhere, and forks it", async () => {
      await using model = await startModel();
      const first = new Client(name);
      const begun = await first.run(adapter.commandLine(first.launch({ prompt: "REMEMBER-THIS" })), model);
      const sessionId = sessionOf(begun.events);
      const second = new Client(name);
      const files = adapter
        .sessionFiles(sessionId)
        .flatMap((pattern) => globSync(pattern, { cwd: first.places.envDirectory }));
      expect(files).not.toEqual([]);
      for (const file of files)
        cpSync(join(first.places.envDirectory, file), join(second.places.envDirectory, file), {
          recursive: true,
        });
      const tokensBefore = adapter.tokensOf(
        files.map((file) => readFileSync(join(first.places.envDirectory, file), "utf8")),
      );
      const goOn = async (session: LaunchSession) => {
        const before = model.questions.length;
        const done = await second.run(
          adapter.commandLine(second.launch({ session, prompt: "And now?" })),
          model,
        );
        expect(done.run, done.run.stderr).toMatchObject({ code: 0 });
        expect(JSON.stringify(model.questions.slice(before))).toContain("REMEMBER-THIS");
        return done;
      };
      const resumed = await goOn({ kind: "resume", sessionId });
      expect(sessionOf(resumed.events)).toBe(sessionId);
      const counted = adapter.readStream(linesFrom(resumed.run.stdout.split("\n")), { tokensBefore });
      // One question to the model, of one token and one more for the answer.
      expect(ofKind(await Array.fromAsync(counted), "usage").at(-1)?.usage.tokens).toBe(2);
      const forked = await goOn({
        kind: "fork",
        from: sessionId,
        sessionId: "0d2b0f4c-9b1e-4b43-b6a2-2b8e1c1d9a11",
      });
      expect(sessionOf(forked.events)).not.toBe(sessionId);
    });

    test("ends at once when it is asked to, keeps its session, and calls that no success", async () => {
      await using model = await SilentServer.start();
      const client = new Client(name);
      const url = `http://127.0.0.1:${model.port}`;
      const stop = { signal: adapter.stopSignal, when: model.asked() };
      const { run, events } = await client.run(adapter.commandLine(client.launch()), { url }, stop);
      // Ended by itself, and not by the patience of the test.
      expect(run.code).not.toBeNull();
      expect(outcomeOf(events)?.outcome).not.toBe("succeeded");
      const files = adapter.sessionFiles(sessionOf(events));
      const kept = files.flatMap((pattern) => globSync(pattern, { cwd: client.places.envDirectory }));
      expect(kept).not.toEqual([]);
    });

    test("says why it ends where a session is not there, and that is no success", async () => {
      await using model = await startModel();
      const client = new Client(name);
      const session = { kind: "resume", sessionId: "01a20236-6002-7502-8303-59e046628441" } as const;
      const { run, events } = await client.run(adapter.commandLine(client.launch({ session })), model);
      expect(run.code).toBe(1);
      expect(outcomeOf(events)?.outcome).not.toBe("succeeded");
      expect(`${run.stderr}${JSON.stringify(events)}`).toMatch(/No conversation found|no rollout found/);
    });
  });

  test.each(adapters)("%s asks by the tools of the outbox's server, which it starts itself", async (name) => {
    const call =
      name === "claude"
        ? { name: "mcp__identikit__comment" }
        : { name: "comment", namespace: "mcp__identikit" };
    await using model = await startModel([{ ...call, arguments: { body: "I ask." } }]);
    const client = new Client(name);
    const outbox = { node: process.execPath, program: certain(outboxProgramFile()) };
    const { run, events } = await client.run(
      adapterNamed(name).commandLine(client.launch({ outbox })),
      model,
    );
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(readFileSync(client.places.outbox, "utf8")).toBe('{"type":"comment","body":"I ask."}\n');
    expect(ofKind(events, "event").map(({ event }) => event)).toContainEqual(
      expect.objectContaining({
        type: "tool",
        tool: "mcp__identikit__comment",
        status: "completed",
        text: expect.stringContaining("Noted."),
      }),
    );
  });

  test.each(["approved", "rejected"])(
    "Claude Code waits for a person before it uses a tool that needs an approval, which is %s (P-17)",
    async (answer) => {
      await using model = await startModel([shell.claude("echo was-$((40 + 2))-run")]);
      const client = new Client("claude");
      const outbox = { node: process.execPath, program: certain(outboxProgramFile()) };
      const profile = { toolProfile: toolProfile({ approvalPolicyByTool: { Bash: "ask", "*": "allow" } }) };
      const running = client.run(
        adapterNamed("claude").commandLine(client.launch({ profile, outbox })),
        model,
      );
      const request = await vi.waitFor(() => JSON.parse(readFileSync(client.places.outbox, "utf8")), {
        timeout: 60_000,
      });
      expect(request).toMatchObject({
        type: "approval",
        action: "shell",
        preview: "echo was-$((40 + 2))-run",
      });
      writeFileSync(client.places.answers, `${JSON.stringify({ id: request.id, answer, by: "jo" })}\n`);
      const { run } = await running;
      expect(run, run.stderr).toMatchObject({ code: 0 });
      expect(JSON.stringify(model.questions).includes("was-42-run")).toBe(answer === "approved");
      if (answer === "rejected") expect(JSON.stringify(model.questions)).toContain("Rejected by jo.");
    },
  );

  test("Claude Code is offered no tool that leads out of the run or waits for a person at the terminal", async () => {
    await using model = await startModel();
    const client = new Client("claude");
    const outbox = { node: process.execPath, program: certain(outboxProgramFile()) };
    const profile = { toolProfile: toolProfile() };
    await client.run(adapterNamed("claude").commandLine(client.launch({ profile, outbox })), model);
    const offered = model.questions.flatMap(({ tools }) =>
      (Array.isArray(tools) ? tools : []).map(({ name }) => name),
    );
    expect(offered).toContain("Bash");
    expect(offered.filter((name) => /Cron|Worktree|PlanMode|AskUser|Wakeup/.test(name))).toEqual([]);
  });

  test("Claude Code ends at the turns of its budget, and says that it was limited", async () => {
    await using model = await startModel([
      shell.claude("echo 1"),
      shell.claude("echo 2"),
      shell.claude("echo 3"),
    ]);
    const client = new Client("claude");
    const profile = { toolProfile: toolProfile() };
    const { events } = await client.run(
      adapterNamed("claude").commandLine(client.launch({ profile, budget: { turns: 1 } })),
      model,
    );
    expect(outcomeOf(events)).toMatchObject({ outcome: "limited", reason: "error_max_turns" });
  });

  test("Claude Code refuses by itself what needs an approval where nobody can be asked, and shows it", async () => {
    await using model = await startModel([
      { name: "WebFetch", arguments: { url: "http://x.example", prompt: "p" } },
    ]);
    const client = new Client("claude");
    const profile = { toolProfile: toolProfile({ approvalPolicyByTool: { WebFetch: "ask", "*": "allow" } }) };
    const { events } = await client.run(
      adapterNamed("claude").commandLine(client.launch({ profile })),
      model,
    );
    const shown = ofKind(events, "event").map(({ event }) => event);
    expect(shown).toContainEqual(
      expect.objectContaining({ type: "approval", tool: "WebFetch", status: "denied" }),
    );
    expect(shown).toContainEqual(
      expect.objectContaining({ type: "tool", tool: "WebFetch", status: "denied" }),
    );
  });

  test("neither reads what a hostile repository says to its client: settings with hooks, AGENTS.md, CLAUDE.md", async () => {
    for (const name of adapters) {
      await using model = await startModel();
      const client = new Client(name);
      const hook = { hooks: [{ type: "command", command: `touch ${join(client.home, "hooked")}` }] };
      mkdirSync(join(client.places.workspace, ".claude"));
      writeFileSync(
        join(client.places.workspace, ".claude/settings.json"),
        JSON.stringify({ hooks: { SessionStart: [hook] } }),
      );
      for (const file of ["AGENTS.md", "CLAUDE.md"])
        writeFileSync(join(client.places.workspace, file), "HOSTILE-WORDS");
      await client.run(adapterNamed(name).commandLine(client.launch({ trustTier: "untrusted" })), model);
      expect(model.questions.length).toBeGreaterThan(0);
      expect(JSON.stringify(model.questions)).not.toContain("HOSTILE-WORDS");
      expect(globSync("hooked", { cwd: client.home })).toEqual([]);
    }
  });
});
