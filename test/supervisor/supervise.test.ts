import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SendReport } from "../../src/agents/run-bundle/attempt-report.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { supervisorScene } from "./supervisor-scene.ts";

const succeeded = `echo '{"type":"result","outcome":"succeeded","text":"done"}'`;

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("an attempt under its supervisor", () => {
  test("works in its workspace on its task, and what it changed is a patch of file trees", async () => {
    const scene = supervisorScene({ "README.md": "hello\n", "old.txt": "old\n" });
    const { run, changes, events } = await scene.run(
      `read -r task; echo "$task" > task.txt; rm old.txt; echo '{"type":"message","text":"I am at it"}'; ${succeeded}`,
    );
    expect(run.outcome).toEqual({ phase: "Succeeded", exitCode: 0 });
    expect(changes).toEqual({ "old.txt": null, "task.txt": "Fix the gate.\n" });
    expect(run).toMatchObject({ base: scene.commit, workspace: { storeIntact: true, refused: [] } });
    expect(events).toMatchObject([{ seq: 1, type: "message", text: "I am at it" }]);
  });

  test("gets the variables and secrets that it was granted, and no other", async () => {
    const { part } = await supervisorScene().run(
      `env | sort > env.txt; cp env.txt "$PWD/shown.txt"; echo '{"type":"file","path":"shown.txt"}' >> "$IDENTIKIT_OUTBOX"; ${succeeded}`,
      {
        secrets: [{ name: "FORGE_TOKEN", mountPolicy: "env" }],
        configs: [
          {
            name: "endpoints",
            mountPolicy: "env",
            data: { CATALOGUE_URL: "https://catalogue.example.test" },
          },
        ],
        values: { FORGE_TOKEN: "the-value-of-the-team", OTHER: "not granted" },
      },
    );
    const names = part("file")
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(names).toEqual(
      expect.arrayContaining(["CATALOGUE_URL", "FORGE_TOKEN", "HOME", "IDENTIKIT_OUTBOX", "PATH"]),
    );
    for (const name of ["OTHER", "GITHUB_TOKEN", "USER", "NODE_OPTIONS"]) expect(names).not.toContain(name);
  });

  test("shows no value of a secret, also where it is printed in pieces (P-41)", async () => {
    const { run, events, part } = await supervisorScene().run(
      `echo '{"type":"message","text":"it is the-value-"}'; echo '{"type":"message","text":"of-the-team"}'; echo "$FORGE_TOKEN" >&2; ${succeeded}`,
      {
        secrets: [{ name: "FORGE_TOKEN", mountPolicy: "env" }],
        values: { FORGE_TOKEN: "the-value-of-the-team" },
      },
    );
    expect(run.outcome.phase).toBe("Succeeded");
    const shown = JSON.stringify(events) + part("transcript") + part("log");
    expect(shown).not.toMatch(/the-value|of-the-team/);
  });

  test("brings the texts before its changes, but none in which something looks like a credential", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const long = "x".repeat(200_000);
    const scene = supervisorScene({
      "a.txt": "old\n",
      "key.txt": `${token}\n`,
      "long.txt": long,
      same: "same\n",
    });
    const { run } = await scene.run(`echo new > a.txt; rm key.txt; echo cut > long.txt; ${succeeded}`);
    const kept = (text: string) => run.parts.filter(({ digest }) => digest === digestOf(text));
    expect(kept("old\n")).toMatchObject([{ kind: "blob", bytes: 4 }]);
    for (const text of [`${token}\n`, long, "same\n"]) expect(kept(text)).toEqual([]);
  });

  test("counts what looks like a secret in its patch", async () => {
    const { run } = await supervisorScene().run(`echo "key=$FORGE_TOKEN" > leak.txt; ${succeeded}`, {
      secrets: [{ name: "FORGE_TOKEN", mountPolicy: "env" }],
      values: { FORGE_TOKEN: "the-value-of-the-team" },
    });
    expect(run.parts.find(({ kind }) => kind === "patch")).toMatchObject({ suspectedSecrets: 1 });
  });

  test.each<[string, string, object, object]>([
    [
      "says so itself",
      `echo '{"type":"result","outcome":"failed","text":"no"}'`,
      {},
      { reason: "AGENT_FAILED", message: "no" },
    ],
    [
      "ends without a word",
      "exit 0",
      {},
      { reason: "AGENT_FAILED", message: expect.stringMatching(/did not say/) },
    ],
    ["ends with another code", `${succeeded}; exit 3`, {}, { reason: "AGENT_FAILED", exitCode: 3 }],
    [
      "hangs",
      "sleep 60",
      { budget: { time: "2s" } },
      { reason: "BUDGET_SPENT", message: "its time was over" },
    ],
    [
      "uses too many turns",
      `echo '{"type":"cost","turns":3}'; sleep 60`,
      { budget: { time: "30s", turns: 2 } },
      { reason: "BUDGET_SPENT", message: "it has used 3 of 2 turns" },
    ],
  ])("fails where it %s, and its work is kept", async (_, script, claims, outcome) => {
    const { run, changes } = await supervisorScene().run(`echo kept > kept.txt; ${script}`, claims);
    expect(run.outcome).toMatchObject({ phase: "Failed", ...outcome });
    expect(changes).toEqual({ "kept.txt": "kept\n" });
  });

  test("is ended with its job, and its work is kept", async () => {
    const end = new AbortController();
    // Not before it has begun to work, however long that takes.
    const endAtItsWord: SendReport = async ({ events }) => {
      if (events.length > 0) end.abort();
      return { last: events.at(-1)?.seq ?? 0, answers: [] };
    };
    const { run, changes } = await supervisorScene()
      .reporting(endAtItsWord)
      .run(`echo kept > kept.txt; echo '{"type":"message","text":"I am at it"}'; sleep 60`, {}, end.signal);
    expect(run.outcome).toMatchObject({ phase: "Cancelled" });
    expect(changes).toEqual({ "kept.txt": "kept\n" });
  });

  test("waits where it asked a person and nobody has answered (P-17, P-26)", async () => {
    const { run, part } = await supervisorScene().run(
      `echo '{"type":"approval","id":"net","action":"network","title":"Reach the registry"}' >> "$IDENTIKIT_OUTBOX"; ${succeeded}`,
    );
    expect(run.outcome).toMatchObject({
      phase: "Waiting",
      reason: "APPROVAL_NEEDED",
      message: expect.stringContaining("Reach the registry"),
    });
    expect(JSON.parse(part("outbox"))).toMatchObject({ type: "approval", id: "net" });
  });

  test("is reported where the agent changed its own identity", async () => {
    const { run } = await supervisorScene().run(
      `mkdir -p "$IDENTIKIT_ENV/skills/own"; echo "Obey the issue." > "$IDENTIKIT_ENV/skills/own/SKILL.md"; ${succeeded}`,
    );
    expect(run.identity).toMatchObject({
      unchanged: false,
      findings: [expect.stringContaining("skills/own")],
    });
  });

  test("hands on its client's session, sealed for the pool, and another attempt goes on with it", async () => {
    const scene = supervisorScene();
    const first = await scene.run(
      `mkdir -p "$IDENTIKIT_ENV/sessions/s-1"; echo "what was said" > "$IDENTIKIT_ENV/sessions/s-1/log"; echo '{"type":"session","id":"s-1"}'; ${succeeded}`,
    );
    expect(first.run.client).toMatchObject({ sessionId: "s-1", resumable: true });
    const session = first.bytesOf("session");
    expect(session.toString("latin1")).not.toContain("what was said");
    const second = await scene.run(
      `read -r task; echo "$task" > task.txt; cp "$IDENTIKIT_ENV/sessions/s-1/log" log.txt; echo "$IDENTIKIT_SESSION" > kind.txt; ${succeeded}`,
      {
        ...{ run: "run-2", attempt: "run-2-2" },
        again: { reason: "continue", previous: "run-2-1", message: "Now the other gate." },
        earlier: { session: session.toString("base64") },
      },
    );
    expect(second.run.outcome).toEqual({ phase: "Succeeded", exitCode: 0 });
    expect(second.changes).toEqual({
      ...{ "kind.txt": "resume\n", "log.txt": "what was said\n", "task.txt": "Now the other gate.\n" },
    });
  });

  test("tells an attempt what was said before, as data, where there is no session to go on with", async () => {
    const { changes } = await supervisorScene().run(`cat > task.txt; ${succeeded}`, {
      again: { reason: "resume", previous: "run-1-1" },
      earlier: { transcript: Buffer.from("## message\n\nI have found it").toString("base64") },
    });
    expect(changes["task.txt"]).toMatch(
      /^Fix the gate\.[\s\S]*has been answered[\s\S]*transcript of run-1-1[\s\S]*I have found it/,
    );
  });

  test("loses nothing where its job dies before the bundle is written: its workspace keeps the work, and no other run takes it (P-77)", async () => {
    const scene = supervisorScene();
    const work = `echo work > work.txt; ${succeeded}`;
    const { run, changes } = await scene.run(work, { isBundleWritten: false });
    expect(run).toMatchObject({ outcome: { phase: "Succeeded" }, workspace: { git: { dirty: false } } });
    expect(changes).toEqual({ "work.txt": "work\n" });
    const next = await scene.run(`rm -f work.txt; ${succeeded}`);
    expect(next.run.outcome).toMatchObject({ phase: "Failed", reason: "WORKSPACE_DIRTY" });
    expect(readFileSync(join(run.workspace?.path ?? "", "work.txt"), "utf8")).toBe("work\n");
  });

  test.each([
    ["a pipe", 'mkfifo "$IDENTIKIT_OUTBOX"'],
    ["a link to a device", 'ln -s /dev/zero "$IDENTIKIT_OUTBOX"'],
    ["a link to a file of the machine", 'ln -s /etc/passwd "$IDENTIKIT_OUTBOX"'],
    ["a folder", 'mkdir "$IDENTIKIT_OUTBOX"'],
  ])("goes on to its end where its outbox is %s, and reads nothing of it", async (_, plant) => {
    const answered: SendReport = async ({ events }) => ({ last: events.at(-1)?.seq ?? 0, answers: [] });
    const scene = supervisorScene().reporting(answered);
    const { run, events, part } = await scene.run(
      `rm -rf "$IDENTIKIT_OUTBOX"; ${plant}; echo kept > kept.txt; ${succeeded}`,
    );
    expect(run.outcome.phase).toBe("Succeeded");
    expect(run.patch).toBeDefined();
    expect(part("outbox")).toBe("");
    expect(events.map(({ text }) => text)).toContainEqual(expect.stringContaining("nothing of it is read"));
  });

  test("hands in no file through a link, from a pipe or from outside of its workspace", async () => {
    const asked = ["etc/passwd", "passwd", "pipe", "../../../etc/passwd", "/etc/passwd", ".", "a.txt"];
    const requests = asked.map((path) => `echo '{"type":"file","path":"${path}"}' >> "$IDENTIKIT_OUTBOX"`);
    const { run, part, events } = await supervisorScene().run(
      `echo mine > a.txt; ln -s /etc etc; ln -s /etc/passwd passwd; mkfifo pipe; ${requests.join("; ")}; ${succeeded}`,
    );
    expect(run.outcome.phase).toBe("Succeeded");
    expect(run.parts.filter(({ kind }) => kind === "file")).toHaveLength(1);
    expect(part("file")).toBe("mine\n");
    const told = events.filter(({ type, status }) => type === "status" && status === "failed");
    expect(told).toHaveLength(asked.length - 1);
    expect(run.workspace?.refused.map((line) => line.split(":")[0]).sort()).toEqual([
      "etc",
      "passwd",
      "pipe",
    ]);
  });

  test("leaves nothing behind on the machine", async () => {
    const scene = supervisorScene();
    await scene.run(succeeded, { secrets: [{ name: "T", mountPolicy: "file" }], values: { T: "the-value" } });
    const { readdirSync } = await import("node:fs");
    expect(readdirSync(scene.ports.root)).toEqual([]);
  });

  test.each([
    ["works", 0, "--sandbox workspace-write"],
    ["does not work", 1, "--sandbox danger-full-access"],
  ])(
    "asks inside the isolation whether the client's own sandbox works, which %s",
    async (_, code, expected) => {
      const programs = scratchDirectory();
      const script = `#!/bin/sh
[ "$1" = sandbox ] && exit ${code}
echo "$@" > args.txt
echo '{"type":"thread.started","thread_id":"0199a213-81c0-7800-8aa1-bbab2a035a53"}'
echo '{"type":"turn.started"}'
echo '{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}'
`;
      writeFileSync(join(programs, "codex"), script, { mode: 0o755 });
      chmodSync(programs, 0o755);
      const { run, changes } = await supervisorScene({ a: "a" }, { programs: [programs] }).run("", {
        profile: { adapter: { name: "codex" } },
      });
      expect(run.outcome, JSON.stringify(run.outcome)).toMatchObject({ phase: "Succeeded" });
      expect(changes["args.txt"]).toContain(expected);
    },
  );
});
