import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

test("agents that fail are shown, left alone, and keep a scheduled job red until they are fixed", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["fetch"], at)).code).toBe(0);
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  const synced = await identikitJson(["queue"], at);
  expect(synced).toMatchObject({ code: 0, json: { leased: 0, failing: 0 } });
  expect(synced.json.due).toBeGreaterThan(1);

  const first = await identikitJson(["render", "--queued"], at);
  expect(first).toMatchObject({ code: 1, json: { waiting: 0, error: { code: "MISSING_SECRET" } } });
  const { failed } = first.json;
  expect(failed).toBeGreaterThan(0);

  // Nothing is due, and still it is not green.
  const second = await identikit(["render", "--queued"], at);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain("error AGENT_FAILING:");
  expect(second.stderr).toContain("0 agents looked at");
  expect(second.stdout).toMatch(/concierge waiting: MISSING_SECRET: .*next try/);
  const json = await identikitJson(["render", "--queued"], at);
  expect(json).toMatchObject({ code: 1, json: { rendered: 0, failed: 0, waiting: failed } });
  expect(json.json.agents).toHaveLength(failed);
  expect(json.json.agents[0]).toMatchObject({
    result: "waiting",
    attempts: 1,
    error: { code: "MISSING_SECRET" },
    nextTry: expect.any(String),
  });

  const shown = await identikitJson(["queue"], at);
  expect(shown).toMatchObject({ code: 0, json: { due: 0, leased: 0, failing: failed } });
  expect((await identikit(["queue"], at)).stdout).toMatch(
    /failing: MISSING_SECRET.*failing since 2.*1 failure in a row.*next try/,
  );
  // Who asks to skip what a secret is missing for was answered.
  expect((await identikit(["render", "--queued", "--on-missing-secret", "skip"], at)).code).toBe(0);

  const retried = await identikitJson(["render", "--queued", "--retry-now"], at);
  expect(retried).toMatchObject({ code: 1, json: { failed, waiting: 0 } });
  const again = await identikitJson(["queue"], at);
  expect(again.json.agents.every(({ attempts }: { attempts: number }) => attempts === 2)).toBe(true);
  const sinceOf = (agents: readonly { agent: string; failingSince: string }[]) =>
    agents.map(({ agent, failingSince }) => [agent, failingSince]);
  expect(sinceOf(again.json.agents)).toEqual(sinceOf(shown.json.agents));
  expect(again.json.agents[0].failedAt > again.json.agents[0].failingSince).toBe(true);

  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "a-token" })).code).toBe(0);
  const repaired = await identikitJson(["render", "--queued"], at);
  expect(repaired).toMatchObject({ code: 0, json: { rendered: failed, waiting: 0 } });
  expect((await identikit(["queue"], at)).stdout).toContain("the render queue is empty");
});

test("--retry-now without --queued is wrong usage", async () => {
  using fleet = copyFleet();
  const { code, stderr } = await identikit(["render", "--retry-now"], { cwd: fleet.root });
  expect(code).toBe(64);
  expect(stderr).toContain("--queued");
});
