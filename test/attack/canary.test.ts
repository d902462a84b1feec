import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { runStep } from "../e2e/runner.ts";

// Secrets that can be told from anything else, on the way through every command, failure and verbosity.

const canary = "canary-41d7c0aa93";
const value = `${canary} "quoted" & $three ::debug::four`;
const keyText = Keyring.generateEntry("k1");
const otherKeyText = Keyring.generateEntry("k2");
const fleet = copyFleet("checkout");
afterAll(() => fleet[Symbol.dispose]());

/** The forms in which a secret could be seen: plain, base64 at any alignment, hexadecimal, URL-encoded. */
const forms = [
  canary,
  ...[0, 1, 2].map((shift) =>
    Buffer.from("x".repeat(shift) + canary)
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  ),
  Buffer.from(canary).toString("hex"),
  ...[keyText, otherKeyText].map((text) => text.slice(3, 40)),
];

function expectNone(text: string | Uint8Array, where: string): void {
  const bytes = Buffer.from(text);
  for (const form of forms) expect(bytes.includes(form), `${where} shows ${form}`).toBe(false);
}

interface Step {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The exit codes that are right; default 0. */
  readonly exit?: readonly number[];
}

const keys = { IDENTIKIT_SECRET_KEYS: keyText };
const both = { IDENTIKIT_SECRET_KEYS: `${otherKeyText},${keyText}` };
const lostServer = `postgres://me:${canary}@127.0.0.1:1/x`;
const envRoot = ".identikit/env";

const steps: readonly Step[] = [
  { args: ["secret", "set", "FORGE_TOKEN"], env: keys, input: value },
  { args: ["secret", "set", "FORGE_TOKEN"], env: keys, input: value },
  { args: ["secret", "set", "not-a-name"], env: keys, input: value, exit: [1, 64] },
  { args: ["secret", "set", "KEYS"], env: keys, input: value, exit: [1, 64] },
  { args: ["secret", "set", "EXPANDED"], env: keys, input: `\${${canary}}` },
  { args: ["secret", "set", "A"], env: { IDENTIKIT_SECRET_KEYS: canary }, input: value, exit: [1] },
  { args: ["secret", "set", "A"], env: { IDENTIKIT_SECRET_KEYS: `k1:${canary}` }, input: value, exit: [1] },
  { args: ["pipeline"], env: keys },
  { args: ["secret", "list"], env: keys },
  { args: ["secret", "log"], env: keys },
  { args: ["doctor"], env: keys, exit: [0, 1] },
  { args: ["config", "show", "concierge"], env: keys },
  { args: ["config", "export", "--to", "sealed.bundle", "--secrets", "sealed"], env: keys },
  { args: ["config", "export", "--to", "open.bundle"], env: keys },
  { args: ["config", "plan", "sealed.bundle"], env: keys, exit: [0, 2] },
  { args: ["config", "import", "sealed.bundle"], env: keys },
  { args: ["config", "plan", "sealed.bundle", "--database", "fresh.db"], env: keys, exit: [2] },
  { args: ["config", "import", "sealed.bundle", "--database", "fresh.db"], env: keys },
  { args: ["render", "--all", "--env-root", envRoot], env: keys },
  { args: ["render", "--all", "--env-root", "other-env"], env: { IDENTIKIT_SECRET_FORGE_TOKEN: value } },
  {
    args: ["render", "--all", "--env-root", "no-env"],
    env: { IDENTIKIT_SECRET_KEYS: otherKeyText },
    exit: [1],
  },
  {
    args: ["render", "--all", "--env-root", "odd-env", "--on-missing-secret", "skip"],
    env: { IDENTIKIT_SECRET_FORGE_TOKEN: `\${${canary}}` },
    exit: [0, 1],
  },
  {
    args: ["render", "--all", "--env-root", "torn-env"],
    env: { IDENTIKIT_SECRET_FORGE_TOKEN: `${canary} one\n${canary} two` },
    exit: [1],
  },
  { args: ["render", "--agent", canary.slice(0, 6), "--env-root", envRoot], env: keys, exit: [1] },
  { args: ["reconcile", "--env-root", envRoot], env: keys, exit: [0, 2] },
  { args: ["secret", "rotate"], env: both },
  { args: ["secret", "rotate"], env: { IDENTIKIT_SECRET_KEYS: keyText }, exit: [1] },
  { args: ["config", "show", "concierge", "--database", lostServer], exit: [1] },
  { args: ["config", "sync", "--database", lostServer], exit: [1] },
  { args: ["render", "--all", "--env-root", envRoot, "--database", lostServer], env: keys, exit: [1] },
  { args: ["secret", "list"], env: { DATABASE_URL: lostServer }, exit: [1] },
];

test("no secret, key or password is ever seen on the way through the commands", async () => {
  for (const { args, env = {}, input, exit = [0] } of steps) {
    for (const verbosity of [["--verbose"], ["--json"]]) {
      const options = { cwd: fleet.root, env, ...(input === undefined ? {} : { input }) };
      const run = await identikit([...args, ...verbosity], options);
      const where = `identikit ${args.join(" ").replaceAll(canary, "…")} ${verbosity.join(" ")}`;
      expect(exit, `${where}\n${run.stderr}`).toContain(run.code);
      expectNone(run.stdout, `${where}, standard output`);
      expectNone(run.stderr, `${where}, standard error`);
    }
  }
  expectFilesHoldNone();
});

test("nor on the way through the action that renders, but for the commands that mask it", async () => {
  const inputs = { all: "true", "env-root": "action-env", "access-log": "accesses.jsonl" };
  const env = { IDENTIKIT_SECRET_FORGE_TOKEN: value };
  const run = await runStep("render-env", inputs, { workspace: fleet.root, env });
  expect(run.code, run.stderr + run.stdout).toBe(0);
  const lines = run.stdout.split("\n");
  const masks = lines.filter((line) => line.startsWith("::add-mask::"));
  expect(masks.length).toBeGreaterThan(1);
  expectNone(lines.filter((line) => !line.startsWith("::add-mask::")).join("\n"), "the job's log");
  expectNone(run.stderr + run.summary + JSON.stringify(run.outputs), "the step");
  expectFilesHoldNone();
});

/** The files of an agent's client that may name secrets. */
const rendered = new Set([".claude.json", "config.toml"]);

/** The rendered files hold it, and are private; no other file does, of the database, its log, or what was left over. */
function expectFilesHoldNone(): void {
  for (const entry of readdirSync(fleet.root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    if (rendered.has(entry.name) && bytes.includes(canary)) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    } else expectNone(bytes, path);
  }
}
