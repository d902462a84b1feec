import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit } from "./identikit.ts";

/** The examples, beside a fleet, in a project that has this package as it is published. */
async function project(): Promise<FleetCopy> {
  const fleet = copyFleet();
  mkdirSync(fleet.path("node_modules"));
  symlinkSync(house, fleet.path("node_modules/identikit"));
  for (const name of ["dispatcher.ts", "boot.ts"])
    cpSync(join(house, "examples/library", name), fleet.path(name));
  for (const args of [["fetch"], ["config", "sync"]])
    expect((await identikit(args, { cwd: fleet.root })).code).toBe(0);
  return fleet;
}

function node(fleet: FleetCopy, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: fleet.root, encoding: "utf8", stdio: "pipe" });
  } catch (caught) {
    return String((caught as { stdout?: string }).stdout);
  }
}

test("a dispatcher renders an agent before its task, and says which secrets are missing", {
  timeout: 120_000,
}, async () => {
  using fleet = await project();
  const at = { cwd: fleet.root };
  expect((await identikit(["secret", "set", "OTHER"], { ...at, input: "x" })).code).toBe(0);
  const dispatch = () =>
    node(fleet, "dispatcher.ts", "concierge", ".identikit/config.db", ".identikit/secret.keys", "envs");
  expect(dispatch()).toBe("task_failed concierge FORGE_TOKEN\n");
  const [failed] = readFileSync(fleet.path("envs.events.jsonl"), "utf8").trim().split("\n");
  expect(JSON.parse(failed ?? "")).toMatchObject({ event: "task_failed", secrets: ["FORGE_TOKEN"] });
  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "value" })).code).toBe(0);
  expect(dispatch()).toBe("task_started concierge\n");
  expect(existsSync(fleet.path("envs/concierge/.claude.json"))).toBe(true);
});

test("a boot script renders every agent that it can", { timeout: 120_000 }, async () => {
  using fleet = await project();
  const at = { cwd: fleet.root };
  expect((await identikit(["secret", "set", "OTHER"], { ...at, input: "x" })).code).toBe(0);
  const boot = () => node(fleet, "boot.ts", ".identikit/config.db", ".identikit/secret.keys", "envs");
  expect(boot()).toContain("concierge skipped\n");
  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "value" })).code).toBe(0);
  expect(boot()).toMatch(/^(\S+ rendered\n){6}$/);
});
