import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";
import { house } from "../architecture/rooms.ts";
import { sourceRepository } from "../layouts/source-repository.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const server = (...secrets: readonly string[]) => ({
  type: "stdio",
  command: "serve",
  env: Object.fromEntries(secrets.map((name) => [name, `\${SECRET:${name}}`])),
});

/** Agents of one type, whose servers name secrets. */
function fleetOf(agents: readonly string[], servers: object) {
  return sourceRepository({
    templates: { desk: { "config.yaml": "name: Desk\n", "prompts/a.md": "You help.\n" } },
    agents: {
      types: [{ name: "desk", runtime: "desk" }],
      agents: agents.map((name) => ({ name, type: "desk" })),
    },
    files: { "config/mcp-builtin.json": JSON.stringify({ mcpServers: servers }) },
  });
}

async function synced(repository: ReturnType<typeof fleetOf>) {
  expect((await repository.run("fetch")).code).toBe(0);
  expect((await repository.run("config", "sync")).code).toBe(0);
  return repository;
}

test.each([
  [[], "Usage: identikit [options] [command]", "render"],
  [["config"], "Usage: identikit config [options] [command]", "rollback"],
  [["secret"], "Usage: identikit secret [options] [command]", "keygen"],
])("identikit %j alone prints what it can do, and that is no error", async (args, usage, command) => {
  const { code, stdout, stderr } = await identikit(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(usage);
  expect(stdout).toMatch(new RegExp(`\\b${command}\\b`));
});

test("every missing secret of every agent is said in one run, and an agent with three says three names", async () => {
  const repository = await synced(
    fleetOf(["ada", "bob"], { one: server("FIRST", "SECOND"), two: server("THIRD") }),
  );
  const { code, json } = await repository.json("render");
  expect({ code, error: json.error.code }).toEqual({ code: 1, error: "MISSING_SECRET" });
  expect(json.agents).toHaveLength(2);
  const plain = await repository.run("render", "--quiet");
  for (const agent of ["ada", "bob"]) {
    const lines = plain.stderr.split("\n").filter((line) => line.includes(agent));
    expect(lines).toHaveLength(1);
    for (const name of ["FIRST", "SECOND", "THIRD"]) expect(lines[0]).toContain(name);
  }
});

test("a keyring without the key is its own error, and no agent is skipped for a missing secret", async () => {
  const repository = await synced(fleetOf(["ada"], { one: server("FIRST") }));
  const [right, wrong] = ["k1", "k2"].map((id) => ({ IDENTIKIT_SECRET_KEYS: Keyring.generateEntry(id) }));
  const at = (env: Record<string, string> | undefined) => ({ cwd: repository.root, ...(env ? { env } : {}) });
  const set = await identikit(["secret", "set", "FIRST"], { ...at(right), input: "a-value" });
  expect(set.code, set.stderr).toBe(0);
  const render = ["render", "--on-missing-secret", "skip"];
  const failed = await identikitJson(render, at(wrong));
  expect(failed).toMatchObject({ code: 1, json: { error: { code: "KEYRING_WRONG" } } });
  expect(JSON.stringify(failed.json)).not.toContain("MISSING_SECRET");
  expect(existsSync(repository.path(".identikit/env/ada"))).toBe(false);
  expect(await identikitJson(render, at(right))).toMatchObject({
    code: 0,
    json: { rendered: 1, skipped: 0 },
  });
});

test("the log of an agent that there is not is an error with the name that was meant", async () => {
  const repository = await synced(fleetOf(["ada", "concierge"], {}));
  const unknown = await repository.json("secret", "log", "--agent", "concirge");
  expect(unknown).toMatchObject({
    code: 1,
    json: { error: { code: "AGENT_UNKNOWN", message: expect.stringContaining('did you mean "concierge"?') } },
  });
  expect(await repository.json("secret", "log", "--agent", "concierge")).toMatchObject({
    code: 0,
    json: { accesses: [] },
  });
});

test("a rollout begins with a share of the fleet, stops after failures, and ends with everybody", async () => {
  const agents = Array.from({ length: 20 }, (_, at) => `agent-${at}`);
  const repository = await synced(fleetOf(agents, { one: server("FIRST") }));
  const stopped = await repository.json("render", "--queued", "--stop-after", "1");
  expect(stopped.code).toBe(1);
  expect(stopped.json.failed).toBeGreaterThan(0);
  const queue = await repository.json("queue");
  expect(queue.json).toMatchObject({ failing: stopped.json.failed, due: 20 - stopped.json.failed });

  const set = await identikit(["secret", "set", "FIRST"], { cwd: repository.root, input: "a-value" });
  expect(set.code, set.stderr).toBe(0);
  expect(await repository.json("render", "--queued", "--share", "10%")).toMatchObject({
    code: 0,
    json: { rendered: 2 },
  });
  expect((await repository.json("queue")).json.due).toBe(18);
  expect(await repository.json("render", "--queued", "--share", "50%")).toMatchObject({
    code: 0,
    json: { rendered: 8 },
  });
  expect(await repository.json("render", "--queued")).toMatchObject({ code: 0, json: { rendered: 10 } });
  expect((await repository.run("render", "--queued", "--share", "5")).code).toBe(64);
});

test("render --queued --watch renders what becomes due until it is stopped, and then ends well", async () => {
  const repository = await synced(fleetOf(["ada"], {}));
  const args = ["render", "--queued", "--watch", "--poll", "0.1"];
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), ...args], {
    cwd: repository.root,
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const until = async (isSo: () => boolean) => {
    for (let waited = 0; !isSo() && waited < 30_000; waited += 50) await wait(50);
    expect(isSo()).toBe(true);
  };
  try {
    await until(() => existsSync(repository.path(".identikit/env/ada/system-prompt.md")));
    const bob = {
      types: [{ name: "desk", runtime: "desk" }],
      agents: ["ada", "bob"].map((name) => ({ name, type: "desk" })),
    };
    writeFileSync(repository.path("agents.json"), JSON.stringify(bob));
    expect((await repository.run("config", "sync")).code).toBe(0);
    await until(() => existsSync(repository.path(".identikit/env/bob/system-prompt.md")));
  } finally {
    child.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
});

test("the pipeline takes only what identikit.lock says where it is told to", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  writeFileSync(fleet.path("templates/platform-agent/prompts/concierge.md"), "You are somebody else.\n");
  const locked = await identikitJson(["pipeline", "--locked"], at);
  expect(locked).toMatchObject({ code: 1, json: { error: { code: "LOCK_MISMATCH" } } });
  expect(existsSync(fleet.path(".identikit/published"))).toBe(false);
});
