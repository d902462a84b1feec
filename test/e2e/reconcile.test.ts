import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";
import { runStep } from "./runner.ts";

test("a changed env directory is found, repaired, and found clean", async () => {
  using fleet = await fleetAfter("pipeline");
  const reconcile = (...more: string[]) => identikitJson(["reconcile", ...more], { cwd: fleet.root });
  expect(await reconcile()).toMatchObject({ code: 0, json: { result: "clean", drifted: 0 } });
  const file = fleet.path(".identikit/env/concierge/.claude.json");
  const rendered = readFileSync(file, "utf8");
  writeFileSync(file, '{"mcpServers":{}}');
  expect(await reconcile()).toMatchObject({ code: 2, json: { result: "drift", drifted: 1, repaired: 0 } });
  expect(await reconcile("--repair")).toMatchObject({
    code: 0,
    json: { result: "clean", drifted: 1, repaired: 1 },
  });
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(rendered));
  expect(await reconcile()).toMatchObject({ code: 0, json: { result: "clean", drifted: 0 } });
});

test("a fresh machine has nothing to compare with: unverified, red, and nothing is made", async () => {
  using fleet = await fleetAfter("pipeline");
  const step = await runStep("reconcile", { "env-root": "elsewhere" }, { workspace: fleet.root });
  expect(step.code).toBe(1);
  expect(step.outputs.result).toBe("unverified");
  expect(existsSync(fleet.path("elsewhere"))).toBe(false);
});

test("a template is laid on a volume once, and the next boot finds it unchanged", async () => {
  using fleet = copyFleet();
  const job = { workspace: fleet.root };
  const first = await runStep("materialize-template", { name: "claude-code", volume: "volume" }, job);
  expect(first.code, first.stdout).toBe(0);
  expect(first.outputs).toMatchObject({ result: "delivered", written: "9", removed: "0" });
  const { listed, ...skills } = JSON.parse(first.outputs.skills ?? "");
  expect(skills).toEqual({ delivered: listed, unlisted: [], missing: [], warning: null });
  expect(listed).toBeGreaterThan(0);
  const second = await runStep("materialize-template", { name: "claude-code", volume: "volume" }, job);
  expect(second.outputs).toMatchObject({ result: "unchanged", written: "0", removed: "0" });
  const none = await runStep("materialize-template", { name: "external", volume: "volume" }, job);
  expect(none).toMatchObject({ code: 0, outputs: { result: "skipped" } });
});
