import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const stop = [
  "pause",
  "repository",
  "tidewater/berths",
  "--reason",
  "A token leaked.",
  "--as",
  "mira",
] as const;

test("a pause stops at once, says who asked for it, and ends when it is deleted", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const set = await identikitJson([...stop, "--until", "2100-01-01T00:00:00Z"], at);
  expect(set, set.stderr).toMatchObject({ code: 0, json: { phase: "Active", revoked: 0 } });
  const [shown] = (await identikitJson(["get", "agentpauses"], at)).json.items;
  expect(shown.spec).toMatchObject({ by: { kind: "User", name: "mira" }, target: { kind: "Repository" } });
  const again = await identikitJson([...stop, "--reason", "Another one leaked."], at);
  expect(again.json.name).toBe(set.json.name);
  expect((await identikitJson(["get", "agentactions"], at)).json.items).toHaveLength(2);
  const wrong = await identikit(["pause", "stack", "fixer", "--reason", "x", "--until", "tomorrow"], at);
  expect(wrong.stderr).toContain("error RESOURCE_INVALID:");
  expect((await identikit(["delete", "agentpause", set.json.name], at)).code).toBe(0);
  expect((await identikitJson(["controller", "--once"], at)).json).toMatchObject({ failed: 0 });
});

test("controllers take what is due and end; what is not, waits for its time", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["apply"], at)).code).toBe(0);
  const first = await identikitJson(["controller", "--once", "--controllers", "access"], at);
  expect(first, first.stderr).toMatchObject({
    code: 0,
    json: { failed: 0, failing: [], controllers: ["access"] },
  });
  expect(first.json.done).toBeGreaterThan(0);
  const budgets = (await identikitJson(["get", "agentbudgets"], at)).json.items;
  expect(budgets[0].status).toMatchObject({ runs: 0, cost: "0" });
  expect((await identikitJson(["controller", "--once", "--controllers", "access"], at)).json).toMatchObject({
    done: 0,
  });
  const unknown = await identikit(["controller", "--once", "--controllers", "acces"], at);
  expect(unknown.stderr).toMatch(
    /error CONTROLLER_UNKNOWN: there is no controller "acces"; did you mean "access"\?/,
  );
});

test("what stands alone says how it is, by the repository that declares it", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["apply"], at)).code).toBe(0);
  const looked = await identikitJson(["controller", "--once", "--controllers", "reference"], at);
  expect(looked, looked.stderr).toMatchObject({ code: 0, json: { failed: 0 } });
  const conditions = async (kind: string) => {
    const { items } = (await identikitJson(["get", kind], at)).json;
    return items.flatMap(({ status }: { status: { conditions?: { type: string; status: string }[] } }) =>
      (status.conditions ?? []).map((one) => `${one.type} ${one.status}`),
    );
  };
  expect(new Set(await conditions("agentrolebindings"))).toEqual(new Set(["InSync True"]));
  expect(new Set(await conditions("agentrunnerpools"))).toEqual(new Set(["Ready True"]));
  expect(new Set(await conditions("agentserviceaccounts"))).toEqual(new Set(["TokenReady True"]));
  const again = await identikitJson(["controller", "--once", "--controllers", "reference"], at);
  expect(again.json).toMatchObject({ failed: 0, failing: [] });
});

test("a running controller ends cleanly when it is stopped", async () => {
  using fleet = copyFleet();
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), "controller"], {
    cwd: fleet.root,
    env: { PATH, HOME },
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  expect((await identikit(["apply"], { cwd: fleet.root })).code).toBe(0);
  const counted = async () =>
    (await identikitJson(["get", "agentbudgets"], { cwd: fleet.root })).json.items[0]?.status?.runs;
  await expect.poll(counted, { timeout: 60_000, interval: 200 }).toBe(0);
  const ended = once(child, "close");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  // What was just being looked at goes back to the queue.
  expect(said).toMatch(/^stopped: \d+ objects looked at, 0 failed(, \d+ given back)?$/m);
});

test("the token that writes and programs that stacks name are never in one process", async () => {
  using fleet = copyFleet();
  const env = { IDENTIKIT_HOST_TOKEN: "a-token-that-writes" };
  const both = await identikit(["controller", "--once", "--write-back", "--start-programs"], {
    cwd: fleet.root,
    env,
  });
  expect([both.code, both.stderr]).toEqual([
    64,
    expect.stringContaining("--write-back and --start-programs are two jobs"),
  ]);
  const without = await identikit(["controller", "--once", "--write-back"], { cwd: fleet.root });
  expect([without.code, without.stderr]).toEqual([
    64,
    expect.stringContaining("IDENTIKIT_HOST_TOKEN is not set"),
  ]);
  const { json, stderr } = await identikitJson(["controller", "--once", "--write-back"], {
    cwd: fleet.root,
    env,
  });
  expect(json.controllers, stderr).toContain("write-back");
});
