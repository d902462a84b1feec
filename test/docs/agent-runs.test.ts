import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { admit } from "../../src/agents/admission/decision/admit.ts";
import { greatestChainDepth } from "../../src/agents/admission/decision/brakes.ts";
import { impliedRoles } from "../../src/agents/admission/rbac/implied-bindings.ts";
import { hostFacts } from "../../src/agents/kinds/actor.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../src/agents/kinds/config/agent-trigger-rule.ts";
import { applyManifests } from "../../src/agents/manifest/apply-manifests.ts";
import { readManifests } from "../../src/agents/manifest/read-manifests.ts";
import { declaredRoles } from "../../src/agents/snapshot/declared-roles.ts";
import { readAdmissionSnapshot } from "../../src/agents/snapshot/read-snapshot.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { matchesRule } from "../../src/agents/triggers/match-rule.ts";
import { openDatabase } from "../../src/config/database.ts";
import { openProject } from "../../src/project/project.ts";
import { facts, request } from "../agents/admission/sample.ts";
import { giteaEvent } from "../agents/triggers/recorded.ts";
import { copyFleet, type FleetCopy } from "../e2e/fleet.ts";
import { identikit } from "../e2e/identikit.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/explanation/agent-runs.md"), "utf8");
const shown = [...page.matchAll(/```sh\n(.*)\n```\n\n```text\n([\s\S]*?)```/g)].map(
  ([, command = "", output = ""]) => ({ command, output }),
);
const rows = page
  .split("\n")
  .filter((line) => /^\| `[\w-]+` by /.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

let fleet: FleetCopy;
beforeAll(async () => {
  fleet = copyFleet();
  expect((await identikit(["config", "sync"], { cwd: fleet.root })).code).toBe(0);
  await using database = await openDatabase(fleet.path(".identikit/config.db"));
  await using store = new SqlStore(database);
  await applyManifests(store, readManifests(fleet.root, "agents", { namespace: "tidewater" }), {
    asRepository: true,
  });
});
afterAll(() => fleet[Symbol.dispose]());

describe("how a run is admitted", () => {
  test("is shown with commands and decisions", () => {
    expect(shown).toHaveLength(4);
    expect(rows).toHaveLength(7);
  });

  test.each(shown)("$command says what the page says", async ({ command, output }) => {
    const [, ...args] = command.split(" ");
    const { code, stdout } = await identikit(args, { cwd: fleet.root });
    expect(stdout).toBe(output);
    expect(code).toBe(output.startsWith("no:") ? 2 : 0);
  });

  test.each(rows)("the decision of the row %s%s, %s is %s", async (...row) => {
    const [, asked = "", host = "", verdict, tier, codes = ""] = row;
    const [, stack = "", rule = ""] = /^`([\w-]+)` by `([\w-]+)`$/.exec(asked) ?? [];
    const [permission, place] = host.split(", ");
    await using database = await openDatabase(fleet.path(".identikit/config.db"));
    await using store = new SqlStore(database);
    await store.write(async (objects) => {
      await objects.setStatus(agentStack, { namespace: "tidewater", name: stack }, { phase: "Ready" });
    });
    const { platform } = (await openProject(fleet.root, undefined)).settings;
    const { organization, repositories, configRepository } = platform;
    const snapshot = await readAdmissionSnapshot(database, {
      organization,
      organizations: [{ name: organization, repositories, configRepository }],
      now: new Date("2026-11-22T10:00:00Z"),
      declared: declaredRoles(readManifests(fleet.root, platform.manifests, { namespace: organization })),
    });
    const found = snapshot.rules.find(({ metadata }) => metadata.name === rule);
    const decision = admit(
      request({
        stack,
        rule,
        taskKind: found?.spec.taskKind ?? "",
        source: found?.spec.sources[0] ?? "manual",
        host: facts({
          permission: hostFacts.shape.permission.parse(permission),
          isFork: place === "fork",
          isProtectedRef: place === "protected ref",
        }),
      }),
      snapshot,
    );
    expect(decision).toMatchObject({ verdict, tier });
    const deciding = decision.reasons.filter(({ effect }) => effect === "deny" || effect === "approval");
    const told = [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => code);
    expect([...new Set(deciding.map(({ code }) => code))].sort()).toEqual(told.sort());
  });

  test.each([
    ["a push to main", "push", false, ["documents-after-push"]],
    ["a pull request of the team", "pull-request-opened", false, ["review-pull-requests"]],
    ["a pull request of a fork", "pull-request-of-fork", true, ["review-forks"]],
  ])("%s starts one rule of the example", (_, name, isFork, names) => {
    const event = {
      ...giteaEvent(name),
      repository: "tidewater/berths",
      branch: "main",
      paths: ["src/tides.go"],
    };
    const rules = readManifests(fleet.root, "agents", { namespace: "tidewater" }).manifests.flatMap(
      ({ declared }) => (declared.kind === agentTriggerRule.kind ? [declared] : []),
    );
    const matching = rules.filter(({ metadata, spec }) =>
      matchesRule({
        rule: metadata.name,
        spec: agentTriggerRule.spec.parse(spec),
        facts: event,
        host: facts({ isFork, isProtectedRef: name === "push" }),
      }),
    );
    expect(matching.map(({ metadata }) => metadata.name)).toEqual(names);
  });

  test("follows from the forge's permissions as the table of roles says", () => {
    for (const level of z.enum(["read", "write", "maintain", "admin"]).options) {
      const names = impliedRoles
        .filter((one) => one.level === level)
        .map(({ template }) => `\`${template}\``);
      expect(page).toContain(`| ${level} | ${names.join(" and ")} |`);
    }
    expect(page).toContain(`Over the limit, ${greatestChainDepth} if no budget`);
  });
});
