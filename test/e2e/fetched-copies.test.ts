import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

let fleet: FleetCopy;
let image: string;
beforeEach(async () => {
  fleet = await fleetAfter("fetch", "bake --base scratch --to oci:images:baked");
  image = `oci:${fleet.path("images")}:baked`;
});
afterEach(() => fleet[Symbol.dispose]());

function run(...args: string[]) {
  return identikitJson([...args, "--root", fleet.root]);
}

/** A path in the fetched copy of the template that is baked. */
function copy(...segments: string[]): string {
  return fleet.path(".tenant-bundle-deps/workspace-configs-templates/platform-agent", ...segments);
}

/** The ways in which somebody gets at a fetched directory, with the finding that each is. */
const alterations: Record<string, { alter: () => void; code: string; path: string }> = {
  "a prompt put into it": {
    alter: () => writeFileSync(copy("prompts/planted.md"), "Do as I say.\n"),
    code: "FILE_EXTRA",
    path: "prompts/planted.md",
  },
  "a prompt changed in it": {
    alter: () => appendFileSync(copy("prompts/concierge.md"), "And one more thing.\n"),
    code: "FILE_CHANGED",
    path: "prompts/concierge.md",
  },
  "a file outside the policy put into it": {
    alter: () => writeFileSync(copy("system-prompt.md"), "Do as I say.\n"),
    code: "FILE_EXTRA",
    path: "system-prompt.md",
  },
  "a prompt replaced by a link": {
    alter: () => {
      rmSync(copy("prompts/concierge.md"));
      symlinkSync("../config.yaml", copy("prompts/concierge.md"));
    },
    code: "FILE_TYPE",
    path: "prompts/concierge.md",
  },
  "a prompt made executable": {
    alter: () => chmodSync(copy("prompts/concierge.md"), 0o755),
    code: "FILE_MODE",
    path: ".",
  },
  "a repository planted in it, from which other bytes would be read": {
    alter: () => {
      const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: copy() });
      const prompt = readFileSync(copy("prompts/concierge.md"));
      appendFileSync(copy("prompts/concierge.md"), "Planted.\n");
      git("init", "--quiet");
      git("add", "--all");
      git("commit", "--quiet", "--message", "planted");
      writeFileSync(copy("prompts/concierge.md"), prompt);
      git("update-index", "--assume-unchanged", "prompts/concierge.md");
    },
    code: "FILE_EXTRA",
    path: ".git",
  },
};

test.each(Object.keys(alterations))(
  "%s is a finding for whatever would use the copy, and nothing is done",
  async (name) => {
    const { alter, code, path } = alterations[name] as (typeof alterations)[string];
    alter();
    const finding = expect.objectContaining({ code, path, subject: "fetched template platform-agent" });
    const to = `oci:${fleet.path("images")}:second`;
    for (const args of [
      ["bake", "--base", "scratch", "--to", to],
      ["config", "sync"],
      ["pipeline"],
      ["publish", "--from", image, "--to", `oci:${fleet.path("published")}`, "--tag", "a"],
    ]) {
      const { code: exit, json } = await run(...args);
      expect({ args, exit, json }).toMatchObject({
        exit: 2,
        json: { result: "drift", changed: false, findings: expect.arrayContaining([finding]) },
      });
    }
    expect(existsSync(fleet.path("published"))).toBe(false);
  },
);

test.each(Object.keys(alterations))("a locked fetch refuses %s, and --prune takes it away", async (name) => {
  (alterations[name] as (typeof alterations)[string]).alter();
  const refused = await run("fetch", "--locked");
  expect(refused).toMatchObject({ code: 1, json: { error: { code: "FETCHED_CHANGED" } } });
  expect((await run("fetch", "--locked", "--prune")).code).toBe(0);
  expect(existsSync(copy(".git"))).toBe(false);
  expect((await run("gate", "--image", image)).json).toMatchObject({ result: "clean", findings: [] });
  expect((await run("fetch", "--locked")).code).toBe(0);
});

test("a fetch says what it put back and what it keeps", async () => {
  appendFileSync(copy("prompts/concierge.md"), "More.\n");
  writeFileSync(copy("notes.txt"), "mine\n");
  const { json } = await run("fetch", "platform-agent");
  expect(json).toMatchObject({ restored: ["prompts/concierge.md"], foreign: ["notes.txt"] });
  const { stdout } = await identikit(["fetch", "platform-agent", "--root", fleet.root]);
  expect(stdout).toContain("notes.txt (--prune removes them)");
});

test("an interrupted fetch is completed by the next, locked or not", async () => {
  const state = fleet.path(".tenant-bundle-deps/workspace-configs-templates/.identikit/platform-agent.json");
  const ledger = JSON.parse(readFileSync(state, "utf8"));
  writeFileSync(state, JSON.stringify({ ...ledger, complete: false }));
  writeFileSync(copy("prompts/concierge.md"), "half");
  rmSync(copy("config.yaml"));
  expect((await run("fetch", "--locked")).code).toBe(0);
  expect((await run("gate", "--image", image)).json).toMatchObject({ result: "clean" });
});

test("a copy that is what a fetch delivered, and not what the lock says, is a warning", async () => {
  appendFileSync(fleet.path("templates/platform-agent/prompts/concierge.md"), "A change of the template.\n");
  expect((await run("fetch", "platform-agent")).code).toBe(0);
  const { code, json } = await run("gate", "--image", image);
  expect(code).toBe(2);
  expect(json.findings).toEqual([
    expect.objectContaining({ code: "LOCK_BEHIND", severity: "warning" }),
    expect.objectContaining({ code: "FILE_CHANGED", path: "prompts/concierge.md" }),
  ]);
  expect((await run("bake", "--base", "scratch", "--to", image)).code).toBe(0);
  expect((await run("config", "sync")).code).toBe(0);
  expect((await run("fetch", "--update-lock")).code).toBe(0);
  expect((await run("gate", "--image", image)).json).toMatchObject({ result: "clean", findings: [] });
});

test("a directory that a person names counts as it stands, and the answer says so", async () => {
  appendFileSync(copy("prompts/concierge.md"), "More.\n");
  const named = ["--template", copy(), "--root", fleet.root];
  const baked = await identikit(["bake", "--base", "scratch", "--to", image, ...named]);
  expect(baked.code).toBe(0);
  expect(baked.stdout).toContain("not compared with identikit.lock");
  const gated = await identikit(["gate", "--image", image, ...named]);
  expect(gated.code).toBe(0);
  expect(gated.stdout).toContain("not compared with identikit.lock");
});

test("a gate says what it covered: what is delivered and not baked, and what nobody delivers", async () => {
  const template = firstPolicies();
  mkdirSync(join(template, "agent-skills/extra"), { recursive: true });
  writeFileSync(join(template, "agent-skills/extra/SKILL.md"), "---\nname: extra\n---\n");
  writeFileSync(join(template, "SOUL.md"), "soul\n");
  writeFileSync(join(template, "system-prompt.md"), "whole\n");
  declarePrompts(template, "");
  const here = ["--template", template, "--root", fleet.root];
  await identikit(["bake", ...here, "--base", "scratch", "--to", image]);
  const { code, json } = await identikitJson(["gate", ...here, "--image", image]);
  expect(code).toBe(0);
  expect(json.coverage).toMatchObject({
    profile: "identity/v1",
    notBaked: expect.arrayContaining(["agent-skills/extra/SKILL.md"]),
    notDelivered: expect.arrayContaining(["SOUL.md", "system-prompt.md"]),
  });
  expect(json.findings).toEqual([
    expect.objectContaining({ code: "PROMPT_NOT_BAKED", severity: "warning", path: "system-prompt.md" }),
  ]);
  const { stdout } = await identikit(["gate", ...here, "--image", image]);
  expect(stdout).toMatch(/delivered, not baked +\d+ \(agent-skills\/extra\/SKILL\.md/);
  expect(stdout).toMatch(/neither delivered nor baked +\d+ \(.*SOUL\.md/);
});

test("a prompt that config.yaml names and the identity leaves out is a warning", async () => {
  const template = firstPolicies();
  declarePrompts(template, "prompt_files: [SOUL.md, ./prompts/concierge.md, concierge.md]");
  await identikit(["bake", "--template", template, "--root", fleet.root, "--base", "scratch", "--to", image]);
  const { code, json } = await identikitJson([
    "gate",
    "--template",
    template,
    "--root",
    fleet.root,
    "--image",
    image,
  ]);
  expect(code).toBe(0);
  expect(json.findings).toEqual([
    expect.objectContaining({ code: "PROMPT_NOT_BAKED", severity: "warning", path: "SOUL.md" }),
  ]);
});

test("prompts that cannot be known are said to be so, and are an error since the second policies", async () => {
  const newer = fleet.path("templates/platform-agent");
  declarePrompts(newer, "prompt_files: SOUL.md");
  const gate = (template: string) =>
    identikitJson(["gate", "--template", template, "--root", fleet.root, "--image", image]);
  expect(await gate(newer)).toMatchObject({
    code: 1,
    json: {
      error: {
        code: "TEMPLATE_INVALID",
        message: expect.stringContaining("config.yaml:9: prompt_files: expected array, received string"),
      },
    },
  });
  const template = firstPolicies();
  await identikit(["bake", "--template", template, "--root", fleet.root, "--base", "scratch", "--to", image]);
  expect(await gate(template)).toMatchObject({
    code: 0,
    json: { findings: [{ code: "PROMPT_UNKNOWN", severity: "warning" }] },
  });
});

test("an identity profile of the settings holds for bake, gate and Dockerfile alike", async () => {
  const template = fleet.path("templates/platform-agent");
  writeFileSync(join(template, "SOUL.md"), "soul\n");
  const settings = fleet.path("identikit.yaml");
  appendFileSync(
    settings,
    '\npolicies:\n  "with-soul/v1": { include: [config.yaml, mcp_servers.yaml, "prompts/**", SOUL.md] }\nidentity:\n  policy: with-soul/v1\n',
  );
  const here = ["--template", template, "--root", fleet.root];
  const baked = await identikitJson(["bake", "--base", "scratch", "--to", image, ...here]);
  expect(baked.code).toBe(0);
  const gated = await identikitJson(["gate", "--image", image, ...here]);
  expect(gated).toMatchObject({ code: 0, json: { result: "clean", coverage: { profile: "with-soul/v1" } } });
  rmSync(join(template, "SOUL.md"));
  expect(await identikitJson(["gate", "--image", image, ...here])).toMatchObject({
    code: 2,
    json: { findings: [{ code: "FILE_EXTRA", path: "SOUL.md" }] },
  });
});

/** The template's checkout, in a repository that keeps the first policies. */
function firstPolicies(): string {
  appendFileSync(fleet.path("identikit.yaml"), "\npolicy: assets/v1\nidentity:\n  policy: identity/v1\n");
  return fleet.path("templates/platform-agent");
}

/** Puts another list of prompts in place of the one that the template's config.yaml has. */
function declarePrompts(template: string, line: string): void {
  const file = join(template, "config.yaml");
  const list = /^prompt_files:\n(?: +- .*\n)+/m;
  const before = readFileSync(file, "utf8");
  expect(before).toMatch(list);
  writeFileSync(file, before.replace(list, `${line}\n`));
}
