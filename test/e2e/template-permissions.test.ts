import { existsSync, readFileSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import {
  found,
  promptOf,
  type SourceRepository,
  skill,
  sourceRepository,
} from "../layouts/source-repository.ts";

const serversOf = (command: string) => `mcp_servers:\n  forge:\n    command: ${command}\n`;
const settings = JSON.stringify({
  hooks: { PreToolUse: [{ matcher: "Bash", hooks: [{ type: "command", command: "./check.sh" }] }] },
});

/** A template with a server, a hook and a prompt, and a policy that delivers its settings. */
function workshop(permit = ""): SourceRepository {
  return sourceRepository({
    templates: {
      smith: {
        "config.yaml": "name: Smith\n",
        "prompts/smith.md": "You forge.\n",
        "mcp_servers.yaml": serversOf("gitea-mcp"),
        "settings.json": settings,
        "agent-skills/hammer/SKILL.md": skill("hammer"),
      },
    },
    entries: { smith: { runtime: "claude-code" } },
    agents: { types: [{ name: "smith", runtime: "claude-code" }], agents: [{ name: "ada", type: "smith" }] },
    files: { "identikit.yaml": settingsWith(permit) },
  });
}

function settingsWith(permit: string): string {
  return `version: 1\npolicy: ours/v1\npolicies:\n  ours/v1:\n    extend: assets/v2\n    include: [settings.json]\n${permit}`;
}

const rendered = (repository: SourceRepository) => {
  const read = (file: string) => {
    try {
      return JSON.parse(readFileSync(repository.path(".identikit/env/ada", file), "utf8"));
    } catch {
      return {};
    }
  };
  return {
    servers: Object.keys(read(".claude.json").mcpServers ?? {}),
    hooks: Object.keys(read("settings.json").hooks ?? {}),
  };
};

test("a template's server and hook wait in sight until identikit.yaml permits them, with the line that was given", async () => {
  const repository = workshop();
  const first = await repository.json("pipeline");
  expect(first.code).toBe(0);
  expect(found(first.json.findings)).toEqual([
    "TEMPLATE_WAITS servers.forge",
    "TEMPLATE_WAITS settings.hooks.PreToolUse",
  ]);
  expect(rendered(repository)).toEqual({ servers: [], hooks: [] });
  expect(promptOf(repository, "ada")).toBe("You forge.\n");

  // The very lines of the remedies, one mapping made of both.
  const [server, hook] = first.json.findings.map(
    ({ remedy }: { remedy: string }) => /\{("[\w.]+": "sha256:[0-9a-f]{64}")\}/.exec(remedy)?.[1],
  );
  const permit = `permit: {smith: {servers: {${server}}, settings: {${hook}}}}\n`;
  repository.write({ "identikit.yaml": settingsWith(permit) });
  expect(await repository.json("validate")).toMatchObject({ code: 0, json: { findings: [] } });
  const second = await repository.json("pipeline");
  expect({ code: second.code, findings: second.json.findings }).toEqual({ code: 0, findings: [] });
  expect(rendered(repository)).toEqual({ servers: ["forge"], hooks: ["PreToolUse"] });

  // An update of the template activates nothing.
  repository.write({ "templates/smith/mcp_servers.yaml": serversOf("something-else") });
  await repository.run("fetch", "--update-lock");
  const third = await repository.json("pipeline");
  expect(found(third.json.findings)).toEqual(["TEMPLATE_WAITS servers.forge"]);
  expect(rendered(repository)).toEqual({ servers: [], hooks: ["PreToolUse"] });
});

test("config plan shows what will wait after the import, and what waits already", async () => {
  const repository = workshop();
  await repository.run("fetch");
  await repository.run("config", "sync");
  await repository.run("config", "export", "--to", "all.bundle");
  const fresh = await repository.json("config", "plan", "all.bundle", "--database", "other.db");
  expect(fresh.code).toBe(2);
  expect(found(fresh.json.findings)).toEqual([
    "TEMPLATE_WAITS servers.forge",
    "TEMPLATE_WAITS settings.hooks.PreToolUse",
  ]);
  const same = await repository.run("config", "plan", "all.bundle");
  expect(same.code).toBe(0);
  expect(same.stdout).toMatch(
    /warning TEMPLATE_WAITS servers\.forge .*has no effect for smith until it is permitted/,
  );
  expect(same.stdout).toMatch(/permit: \{smith: \{servers: \{"forge": "sha256:/);
  await repository.run("config", "import", "all.bundle", "--database", "other.db");
  repository.write({ "identikit.yaml": settingsWith("permit: {smith: {servers: {forge: any}}}\n") });
  await repository.run("config", "sync");
  await repository.run("config", "export", "--to", "permitted.bundle");
  const permitted = ["config", "plan", "permitted.bundle", "--database", "other.db"];
  expect(found((await repository.json(...permitted, "--prune")).json.findings)).toEqual([
    "TEMPLATE_WAITS settings.hooks.PreToolUse",
  ]);
  // Without --prune the row that waits stays beside the one that is permitted.
  expect((await repository.json(...permitted)).json.findings).toHaveLength(2);
});

test("the repository's own server wins over a template's of its name, which then asks for nothing", async () => {
  const repository = workshop();
  const own = { mcpServers: { forge: { command: "our-own" } } };
  repository.write({ "config/mcp-builtin.json": JSON.stringify(own) });
  const { json } = await repository.json("pipeline");
  expect(found(json.findings)).toEqual(["TEMPLATE_WAITS settings.hooks.PreToolUse"]);
  const file = JSON.parse(readFileSync(repository.path(".identikit/env/ada/.claude.json"), "utf8"));
  expect(file.mcpServers.forge.command).toBe("our-own");
});

test("a lock of the first policies is kept, and --update-lock says what the present ones add", async () => {
  const repository = sourceRepository({
    templates: {
      desk: {
        "config.yaml": "name: Desk\nprompt_files: [SOUL.md, house.md]\n",
        "SOUL.md": "You greet.\n",
        "prompts/house.md": "House rules.\n",
        "prompts/old.md": "An older text.\n",
      },
    },
    files: { "identikit.yaml": "version: 1\npolicy: assets/v1\nidentity: {policy: identity/v1}\n" },
  });
  expect((await repository.run("fetch")).code).toBe(0);
  const lock = () => JSON.parse(readFileSync(repository.path("identikit.lock"), "utf8")).templates.desk;
  expect(lock()).toMatchObject({ policy: "assets/v1" });
  repository.write({ "identikit.yaml": "version: 1\n" });
  const kept = await repository.run("pipeline");
  expect(kept.code).toBe(0);
  expect(kept.stdout).toContain("keeps the policy assets/v1; --update-lock moves it to the present one");
  expect(lock()).toMatchObject({ policy: "assets/v1" });
  expect(promptOf(repository, "desk")).toBe("House rules.\n\nAn older text.\n");
  const baked = ["gate", "--image", "oci:.identikit/images:baked"];
  expect((await repository.json(...baked)).json.coverage).toMatchObject({ profile: "identity/v1" });
  const moved = await repository.run("fetch", "--update-lock");
  expect(moved.stdout).toContain("policy assets/v1 -> assets/v2, which adds: SOUL.md");
  expect(lock()).toMatchObject({ policy: "assets/v2", prompts: ["SOUL.md", "prompts/house.md"] });
  expect((await repository.run("pipeline")).code).toBe(0);
  expect(promptOf(repository, "desk")).toBe("You greet.\n\nHouse rules.\n");
  expect((await repository.json(...baked)).json.coverage).toMatchObject({ profile: "identity/v2" });
});

test("subagents, commands and output styles of a template go all the way into the env directory, and out again", async () => {
  const own = {
    "agents/critic.md": "Find what is wrong.\n",
    "commands/deploy.md": "Deploy it.\n",
    "output-styles/terse.md": "Be short.\n",
  };
  const repository = sourceRepository({
    templates: { smith: { "config.yaml": "name: Smith\n", "prompts/smith.md": "You forge.\n", ...own } },
    entries: { smith: { runtime: "claude-code" } },
    agents: { types: [{ name: "smith", runtime: "claude-code" }], agents: [{ name: "ada", type: "smith" }] },
    files: {
      "identikit.yaml":
        "version: 1\npolicy: ours/v1\npolicies:\n  ours/v1:\n    extend: assets/v2\n    include: [agents/**, commands/**, output-styles/**]\n",
    },
  });
  const first = await repository.json("pipeline");
  expect(first.code, JSON.stringify(first.json.error)).toBe(0);
  const waiting = first.json.findings.filter(({ code }: { code: string }) => code === "TEMPLATE_WAITS");
  // A command's file can run commands, so it waits for permission as a hook does.
  const pins = waiting.map(
    ({ remedy }: { remedy: string }) => /\{("[^"]+": "sha256:[0-9a-f]{64}")\}/.exec(remedy)?.[1],
  );
  const settings = readFileSync(repository.path("identikit.yaml"), "utf8");
  if (pins.length > 0) {
    repository.write({ "identikit.yaml": `${settings}permit: {smith: {files: {${pins.join(", ")}}}}\n` });
    expect((await repository.json("pipeline")).code).toBe(0);
  }
  const rendered = (path: string) => readFileSync(repository.path(".identikit/env/ada", path), "utf8");
  for (const [path, text] of Object.entries(own)) expect(rendered(path)).toBe(text);
  rmSync(repository.path("templates/smith/commands/deploy.md"));
  await repository.run("fetch", "--update-lock", "--prune");
  expect((await repository.run("pipeline")).code).toBe(0);
  expect(existsSync(repository.path(".identikit/env/ada/commands/deploy.md"))).toBe(false);
  expect(rendered("output-styles/terse.md")).toBe(own["output-styles/terse.md"]);
});
