import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SilentServer } from "../services/silent-server.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson, type RunOptions } from "./identikit.ts";

interface Check {
  readonly name: string;
  readonly state: string;
  readonly detail: string;
}

async function checks(options: RunOptions) {
  const { code, json } = await identikitJson(["doctor"], options);
  const of = (name: string) => json.checks.find((check: Check) => check.name === name) as Check;
  return { code, json, of };
}

test("doctor opens the database and takes the lock of its writers, and makes none", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await checks(at)).of("database")).toMatchObject({
    state: "ok",
    detail: expect.stringContaining("not made yet"),
  });
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  const found = await checks(at);
  expect(found.of("database")).toMatchObject({
    state: "ok",
    detail: expect.stringMatching(/6 agents, can be written to$/),
  });
  expect(found.code).toBe(0);
});

test("doctor fails on a garbage file in the place of the database", async () => {
  using fleet = copyFleet();
  mkdirSync(fleet.path(".identikit"));
  writeFileSync(fleet.path(".identikit/config.db"), "garbage");
  const found = await checks({ cwd: fleet.root });
  expect(found).toMatchObject({ code: 1, json: { error: { code: "DATABASE_FOREIGN" } } });
});

test("doctor says so where the database or its directory may not be written to", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root, ordinary: true };
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  chmodSync(fleet.path(".identikit/config.db"), 0o444);
  const found = await checks(at);
  expect(found.code).toBe(1);
  expect(found.of("database")).toMatchObject({
    state: "wrong",
    detail: expect.stringContaining("not written to"),
  });
  chmodSync(fleet.path(".identikit"), 0o555);
  expect((await checks(at)).of("writable").state).toBe("absent");
  chmodSync(fleet.path(".identikit"), 0o755);
});

test("doctor takes no engine for one that answers to nothing", async () => {
  using fleet = copyFleet();
  await using silent = await SilentServer.start();
  const found = await checks({ cwd: fleet.root, env: { DOCKER_HOST: `tcp://127.0.0.1:${silent.port}` } });
  expect(found.of("docker engine")).toMatchObject({ state: "absent" });
});

test("a command that only reads needs no right to write, and makes no database", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root, ordinary: true };
  const reading = [
    ["config", "list"],
    ["config", "export", "--to", "-"],
    ["queue"],
    ["secret", "list"],
    ["secret", "log"],
  ];
  for (const args of reading) expect((await identikit(args, at)).code, args.join(" ")).toBe(0);
  chmodSync(fleet.root, 0o755);
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  expect((await identikit(["config", "export", "--to", fleet.path("fleet.bundle")], at)).code).toBe(0);
  chmodSync(fleet.path(".identikit/config.db"), 0o444);
  chmodSync(fleet.path(".identikit"), 0o555);
  chmodSync(fleet.root, 0o555);
  try {
    for (const args of [...reading, ["config", "show", "concierge"], ["config", "plan", "fleet.bundle"]]) {
      const run = await identikit(args, at);
      expect([args, run.code, run.stderr]).toEqual([args, 0, expect.any(String)]);
    }
  } finally {
    chmodSync(fleet.root, 0o755);
    chmodSync(fleet.path(".identikit"), 0o755);
  }
});
