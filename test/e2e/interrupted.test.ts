import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCommands } from "../../src/commands/all.ts";
import { house } from "../architecture/rooms.ts";
import { SilentServer } from "../services/silent-server.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";

let silent: SilentServer;
let fleet: FleetCopy;
beforeAll(async () => {
  silent = await SilentServer.start();
  fleet = copyFleet("checkout");
  const { publicKey } = generateKeyPairSync("ed25519");
  writeFileSync(fleet.path("signer.pub"), publicKey.export({ format: "pem", type: "spki" }));
  const manifest = fleet.path("manifest.json");
  const entry = `{ "name": "silent", "repo": "http://127.0.0.1:${silent.port}/acme/silent.git", "ref": "main" },`;
  writeFileSync(
    manifest,
    readFileSync(manifest, "utf8").replace('"workspace_templates": [', (start) => `${start}\n    ${entry}`),
  );
});
afterAll(async () => {
  await silent[Symbol.asyncDispose]();
  fleet[Symbol.dispose]();
});

/** Each command, waiting for a server that takes its question and never answers. */
const waiting: Readonly<Record<string, (port: number) => readonly string[]>> = {
  fetch: (port) => ["fetch", "reviewer", "--source", `reviewer=http://127.0.0.1:${port}/acme/reviewer.git`],
  materialize: () => ["materialize", "silent", "--volume", "volume"],
  bake: (port) => [
    "bake",
    "--template",
    "templates/platform-agent",
    "--base",
    `127.0.0.1:${port}/base:1`,
    "--to",
    "oci:baked",
  ],
  gate: (port) => ["gate", "--template", "templates/platform-agent", "--image", `127.0.0.1:${port}/agent:1`],
  publish: (port) => [
    "publish",
    "--skip-gate",
    "--tag",
    "x",
    "--from",
    `127.0.0.1:${port}/a:1`,
    "--to",
    "oci:published",
  ],
  promote: (port) => [
    "promote",
    "--from",
    `127.0.0.1:${port}/a@sha256:${"0".repeat(64)}`,
    "--to",
    "oci:published:x",
  ],
  boot: () => ["boot", "silent", "--volume", "volume", "--", "true"],
  changes: () => ["changes", "--repository", "acme/fleet", "--pull-request", "1"],
  check: (port) => ["check", "--base", `127.0.0.1:${port}/base:1`],
  "image validate": (port) => ["image", "validate", `127.0.0.1:${port}/a:1`],
  "image verify": (port) => ["image", "verify", `127.0.0.1:${port}/a:1`, "--verify-key", "signer.pub"],
  "config sync": database("config sync"),
  "config export": database("config export", "--to", "-"),
  "config plan": database("config plan", "a.bundle"),
  "config import": database("config import", "a.bundle"),
  "config show": database("config show", "concierge"),
  "config list": database("config list"),
  "config set": database("config set", "plugin_binding", "a@b"),
  "config unset": database("config unset", "plugin_binding", "a@b"),
  "config history": database("config history"),
  "config rollback": database("config rollback", "0"),
  "config migrate": database("config migrate"),
  backup: database("backup", "--to", "a.backup"),
  restore: database("restore", "a.backup"),
  "secret set": database("secret set", "TOKEN"),
  "secret list": database("secret list"),
  "secret remove": database("secret remove", "TOKEN"),
  "secret rotate": database("secret rotate"),
  "secret log": database("secret log"),
  render: database("render"),
  queue: database("queue"),
  "access can-i": database("access can-i", "create", "agentdispatchruns", "--as", "mira"),
  "access review": database("access review", "mira"),
  "access graph": database("access graph"),
  reconcile: database("reconcile"),
  "containers rebuild": database("containers rebuild"),
  pipeline: database("pipeline"),
  apply: database("apply"),
  diff: database("diff"),
  get: database("get", "rules"),
  delete: database("delete", "rules", "a"),
  dispatch: database("dispatch", "--queued"),
  "write-back": database("write-back", "--pending"),
  pause: database("pause", "rule", "a", "--reason", "b"),
  controller: database("controller"),
  workspaces: database("workspaces"),
  run: database("run", "--pool", "linux"),
  "runs list": database("runs list"),
  "runs show": database("runs show", "a"),
  "runs events": database("runs events", "a"),
  "runs cancel": database("runs cancel", "a", "--as", "mira"),
  "runs retry": database("runs retry", "a", "--as", "mira"),
  "runs resume": database("runs resume", "a", "--as", "mira"),
  "runs fork": database("runs fork", "a", "--as", "mira"),
  "runs continue": database("runs continue", "a", "--message", "b", "--as", "mira"),
  "runs write-back": database("runs write-back", "a", "--request", '{"type":"branch"}', "--as", "mira"),
  "runs review": database("runs review", "a", "resolve", "--as", "mira"),
  "runs verify": database("runs verify", "a"),
  trace: database("trace", "concierge"),
  "audit verify": database("audit verify"),
  "audit export": database("audit export"),
  approve: database("approve", "a", "sha256:0", "--as", "mira"),
  serve: database("serve", "--listen", "127.0.0.1:0"),
  kubeconfig: database("kubeconfig", "--as", "mira"),
  doctor: database("doctor"),
};

/** These do no work that anybody could wait for, or end by being stopped. */
const atOnce = new Set([
  "secret keygen",
  "access ticket-key",
  "crds",
  "completion",
  "explain",
  "crds",
  "cache",
  "events",
  "init",
  "new template",
  "outbox",
  "sbom",
  "validate",
]);

function database(command: string, ...args: readonly string[]): (port: number) => readonly string[] {
  return (port) => [
    ...command.split(" "),
    ...args,
    "--database",
    `postgres://user@127.0.0.1:${port}/identikit`,
  ];
}

test("every command is stopped here", () => {
  const names = allCommands.map(({ name }) => name).filter((name) => !atOnce.has(name));
  expect(Object.keys(waiting).sort()).toEqual(names.sort());
});

describe.each(["SIGINT", "SIGTERM"] as const)("on %s", (signal) => {
  test.each(Object.keys(waiting))(
    "%s says that it was interrupted, and ends as a stopped process does",
    async (name) => {
      const args = waiting[name]?.(silent.port) ?? [];
      const { PATH = "", HOME = "" } = process.env;
      const keys = `k:${Buffer.alloc(32).toString("base64")}`;
      const host = { GITHUB_API_URL: `http://127.0.0.1:${silent.port}/api/v1`, GITHUB_TOKEN: "x" };
      const pool = { IDENTIKIT_POOL_KEY: "AGE-SECRET-KEY-1NONE" };
      const env = { PATH, HOME, IDENTIKIT_SECRET_KEYS: keys, ...pool, ...(name === "changes" ? host : {}) };
      const asked = silent.asked();
      const child = spawn(process.execPath, [join(house, "dist/identikit.js"), ...args], {
        cwd: fleet.root,
        env,
      });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      const ended = new Promise((resolve) => child.on("close", (code, by) => resolve(by ?? code)));
      const early = await Promise.race([asked, ended]);
      expect(early, said).toBeUndefined();
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(said).toContain(`error CANCELLED: interrupted (${signal})`);
      expect(said).not.toMatch(/INTERNAL|DATABASE_|could not be opened/);
    },
  );
});
