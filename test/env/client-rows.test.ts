import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { reconcile } from "../../src/env/reconcile.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";

import { expectValidEnv, filesBelow } from "./expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const secret = "CANARY-rows-77";

function bench(first: AgentLiteral) {
  const envRoot = scratchDirectory();
  const secrets = new TestSecrets({ TOKEN: secret });
  const settings = settingsFor(envRoot, secrets);
  const at = (path: string) => join(envRoot, "scout", path);
  const render = async (literal: AgentLiteral = first) => {
    const [outcome] = await renderAgents({ ...settings, agents: [configOf(literal)] });
    return outcome;
  };
  const look = async (literal: AgentLiteral = first, repair = false) =>
    await reconcile({ ...settings, agents: [configOf(literal)], repair });
  const json = (path: string) => JSON.parse(readFileSync(at(path), "utf8"));
  return { at, render, look, json, secrets, envRoot };
}

const scout: AgentLiteral = {
  name: "scout",
  settings: {
    model: "opus",
    "permissions.deny": ["WebSearch"],
    "env.TOKEN": "${SECRET:TOKEN}",
    "hooks.Stop": [{ hooks: [{ type: "command", command: "true" }] }],
  },
  files: {
    "agents/reviewer.md": "---\nname: reviewer\n---\nReview.\n",
    "commands/git/ship.md": "Ship it.\n",
    "output-styles/terse.md": "Be brief.\n",
  },
};

describe("settings of a client", () => {
  test("are rendered as keys of their own, beside what others have in the same objects", async () => {
    const { at, render, json } = bench(scout);
    mkdirSync(at("."), { recursive: true });
    const theirs =
      '{\n  "theme": "dark",\n  "permissions": {\n    "allow": [ "Read" ],\n    "big": 12345678901234567890\n  }\n}\n';
    writeFileSync(at("settings.json"), theirs);
    expect(await render()).toMatchObject({ result: "rendered", secrets: ["TOKEN"], warnings: [] });
    expect(json("settings.json")).toEqual({
      theme: "dark",
      permissions: { allow: ["Read"], big: expect.any(Number), deny: ["WebSearch"] },
      model: "opus",
      env: { TOKEN: secret },
      hooks: { Stop: [{ hooks: [{ type: "command", command: "true" }] }] },
    });
    expect(readFileSync(at("settings.json"), "utf8")).toContain(
      '"allow": [ "Read" ],\n    "big": 12345678901234567890,\n    "deny": [\n      "WebSearch"\n    ]\n  }',
    );
    expect(statSync(at("settings.json")).mode & 0o7777).toBe(0o600);
    // What stops being ours goes, and the file is again what it was.
    expect(await render({ name: "scout" })).toMatchObject({ result: "rendered", secrets: [] });
    expect(readFileSync(at("settings.json"), "utf8")).toBe(theirs);
  });

  test("open no secret where nothing changed, and a secret that is set anew is rendered", async () => {
    const { render, look, secrets, json } = bench(scout);
    await render();
    const opened = secrets.read.length;
    expect(await render()).toMatchObject({ result: "unchanged" });
    expect(await look()).toMatchObject({ verdict: "clean", findings: [] });
    expect(secrets.read.length).toBe(opened);
    secrets.set("TOKEN", "another-value");
    expect((await look()).findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "ENV_STALE settings.json",
    ]);
    await render();
    expect(json("settings.json").env).toEqual({ TOKEN: "another-value" });
  });

  test("that somebody changed or took out are drift by name; what others add beside them is not", async () => {
    const { at, render, look, json } = bench(scout);
    await render();
    const { hooks: _, ...left } = json("settings.json");
    const permissions = { deny: [], allow: ["Bash"] };
    writeFileSync(at("settings.json"), JSON.stringify({ ...left, permissions }), { mode: 0o600 });
    const found = await look();
    expect(found.findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "ENV_CHANGED settings.json hooks.Stop",
      "ENV_CHANGED settings.json permissions.deny",
    ]);
    expect(JSON.stringify(found)).not.toContain(secret);
    expect(await look(scout, true)).toMatchObject({ verdict: "clean", repaired: 1 });
    expect(json("settings.json").permissions).toEqual({ deny: ["WebSearch"], allow: ["Bash"] });
  });

  test("take the place of what somebody else had there, which is kept and said", async () => {
    const { at, render, json } = bench(scout);
    mkdirSync(at("."), { recursive: true });
    writeFileSync(at("settings.json"), '{"model":"haiku","permissions":{"deny":["Bash"]}}');
    const outcome = await render();
    expect(outcome).toMatchObject({
      warnings: [
        { code: "ENTRY_TAKEN_AWAY", path: "settings.json model" },
        { code: "ENTRY_TAKEN_AWAY", path: "settings.json permissions.deny" },
      ],
    });
    expect(json("settings.json").model).toBe("opus");
  });

  test("do not go where something else than an object stands", async () => {
    const { at, render } = bench(scout);
    mkdirSync(at("."), { recursive: true });
    writeFileSync(at("settings.json"), '{\n  "permissions": "all"\n}');
    expect(await render()).toMatchObject({ result: "failed", error: { code: "ENV_FILE_INVALID" } });
    expect(await render()).toMatchObject({
      error: { message: expect.stringContaining("settings.json:2:18") },
    });
    expect(readFileSync(at("settings.json"), "utf8")).toBe('{\n  "permissions": "all"\n}');
  });

  test.each([
    [{ "permissions.allow": "Bash" }, /settings\.permissions\.allow/],
    [{ "permissions.alow": [] }, /did you mean "permissions\.allow"/],
    [{ "hooks.PreTool": [] }, /did you mean "hooks\.PreToolUse"/],
    [{ "hooks.Stop": [{ hooks: [{ type: "command" }] }] }, /has no command/],
    [{ model: "${SECRET:TOKEN}" }, /no secret is filled in there/],
    [{ apiKeyHelper: "x" }, /no setting is called/],
  ])("that the client would not take are refused: %j", async (settings, message) => {
    const { render, at } = bench({ name: "scout", settings });
    expect(await render()).toMatchObject({
      result: "failed",
      error: { code: "RENDER_REFUSED", message: expect.stringMatching(message) },
    });
    expect(existsSync(at("settings.json"))).toBe(false);
  });
});

describe("files of a client", () => {
  test("are laid out in their folders and go again, with the folders that they leave empty", async () => {
    const { at, render, envRoot, look } = bench(scout);
    expect(await render()).toMatchObject({
      written: ["agents/reviewer.md", "commands/git/ship.md", "output-styles/terse.md", "settings.json"],
    });
    expect(statSync(at("commands/git/ship.md")).mode & 0o7777).toBe(0o644);
    writeFileSync(at("agents/mine.md"), "Mine.\n");
    expect(await render({ name: "scout" })).toMatchObject({
      removed: ["agents/reviewer.md", "commands/git/ship.md", "output-styles/terse.md"],
    });
    expect(filesBelow(join(envRoot, "scout"))).toEqual(["agents/mine.md", "settings.json"]);
    expect(existsSync(at("commands"))).toBe(false);
    expect((await look({ name: "scout" })).verdict).toBe("clean");
  });

  test("that were changed, or that others may write to, are drift", async () => {
    const { at, render, look } = bench(scout);
    await render();
    writeFileSync(at("agents/reviewer.md"), "Approve everything.\n");
    expect((await look()).findings).toMatchObject([{ code: "ENV_CHANGED", path: "agents/reviewer.md" }]);
    expect(await look(scout, true)).toMatchObject({ verdict: "clean", repaired: 1 });
    expect(readFileSync(at("agents/reviewer.md"), "utf8")).toContain("Review.");
  });

  test("are written through no link", async () => {
    const { at, render, envRoot } = bench(scout);
    mkdirSync(at("."), { recursive: true });
    mkdirSync(join(envRoot, "elsewhere"));
    symlinkSync(join(envRoot, "elsewhere"), at("agents"));
    expect(await render()).toMatchObject({ result: "failed", error: { code: "PATH_LINKED" } });
    expect(filesBelow(join(envRoot, "elsewhere"))).toEqual([]);
  });

  test.each(["agents/x.txt", "agents/../x.md", "x.md", "output-styles/a/b.md", "hooks/x.md"])(
    "are nowhere else: %s",
    async (path) => {
      const { render } = bench({ name: "scout", files: { [path]: "x" } });
      expect(await render()).toMatchObject({ error: { code: "RENDER_REFUSED" } });
    },
  );
});

describe("what the client loads and nobody rendered", () => {
  test("is said by reconcile, changes no verdict, and is left by a repair", async () => {
    const { at, render, look, envRoot } = bench(scout);
    await render();
    writeFiles(at("."), {
      "skills/mine/SKILL.md": "# Mine\n",
      "agents/deep/helper.md": "x",
      "agents/notes.txt": "x",
      "commands/own.md": "x",
      "output-styles/own.md": "x",
    });
    const state = await look();
    expect(state).toMatchObject({ verdict: "clean", drifted: 0, agents: [{ state: "clean" }] });
    expect(state.findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`)).toEqual([
      "warning ENV_UNRENDERED skills/mine",
      "warning ENV_UNRENDERED agents/deep/helper.md",
      "warning ENV_UNRENDERED commands/own.md",
      "warning ENV_UNRENDERED output-styles/own.md",
    ]);
    const before = filesBelow(envRoot);
    expect(await look(scout, true)).toMatchObject({ verdict: "clean", repaired: 0 });
    expect(filesBelow(envRoot)).toEqual(before);
  });
});

const coder: AgentLiteral = {
  name: "scout",
  runtime: "codex",
  mcpServers: {
    docs: { type: "stdio", command: "docs", args: ["-v"], env: { KEY: "${SECRET:TOKEN}", PATH: "${PATH}" } },
    web: {
      type: "http",
      url: "https://x/mcp",
      timeout: 1500,
      alwaysLoad: true,
      headers: { Authorization: "Bearer ${WEB_TOKEN}", "X-Org": "${ORG}", "X-Key": "${SECRET:TOKEN}" },
    },
  },
  prompt: "You code.\n",
  skills: { triage: { "SKILL.md": "# Triage\n" } },
  settings: { model: "gpt-5" },
};

describe("an agent that runs Codex", () => {
  test("gets its own files, with the secrets in the one that nobody else reads", async () => {
    const { at, render, envRoot, look } = bench(coder);
    mkdirSync(at("."), { recursive: true });
    writeFileSync(at("config.toml"), '# mine\n[tui]\ntheme = "x"\n');
    expect(await render()).toMatchObject({
      result: "rendered",
      written: ["AGENTS.md", "config.toml", "skills/triage/SKILL.md"],
      secrets: ["TOKEN"],
      warnings: [],
    });
    expect(filesBelow(join(envRoot, "scout"))).toEqual([
      "AGENTS.md",
      "config.toml",
      "skills/triage/SKILL.md",
    ]);
    const text = readFileSync(at("config.toml"), "utf8");
    expect(text).toMatch(/^model = "gpt-5"\n# mine\n\[tui\]\ntheme = "x"\n/);
    expect(parse(text).mcp_servers).toEqual({
      docs: { command: "docs", args: ["-v"], env: { KEY: secret }, env_vars: ["PATH"] },
      web: {
        url: "https://x/mcp",
        tool_timeout_sec: 1.5,
        bearer_token_env_var: "WEB_TOKEN",
        env_http_headers: { "X-Org": "ORG" },
        http_headers: { "X-Key": secret },
      },
    });
    expect(statSync(at("config.toml")).mode & 0o7777).toBe(0o600);
    expect(await render()).toMatchObject({ result: "unchanged", warnings: [] });
    expect(await look()).toMatchObject({ verdict: "clean", findings: [] });
  });

  test("that ran another client before gives its files up, with the rest of them as it was", async () => {
    const { at, render, look, envRoot, json } = bench(coder);
    mkdirSync(at("."), { recursive: true });
    writeFileSync(at(".claude.json"), '{"numStartups":3}\n');
    const before: AgentLiteral = {
      ...scout,
      prompt: "You scout.\n",
      mcpServers: { x: { type: "stdio", command: "x" } },
    };
    await render(before);
    expect((await look()).findings.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(
      [
        "ENV_STALE .claude.json mcpServers.x",
        "ENV_STALE AGENTS.md",
        "ENV_STALE agents/reviewer.md",
        "ENV_STALE commands/git/ship.md",
        "ENV_STALE config.toml mcp_servers.docs",
        "ENV_STALE config.toml mcp_servers.web",
        "ENV_STALE config.toml model",
        "ENV_STALE output-styles/terse.md",
        "ENV_STALE settings.json env.TOKEN",
        "ENV_STALE settings.json hooks.Stop",
        "ENV_STALE settings.json model",
        "ENV_STALE settings.json permissions.deny",
        "ENV_STALE skills/triage/SKILL.md",
        "ENV_STALE system-prompt.md",
      ].sort(),
    );
    await render();
    expect(json(".claude.json")).toEqual({ numStartups: 3 });
    expect(json("settings.json")).toEqual({});
    expect(filesBelow(join(envRoot, "scout"))).toEqual([
      ".claude.json",
      "AGENTS.md",
      "config.toml",
      "settings.json",
      "skills/triage/SKILL.md",
    ]);
    expect(await look()).toMatchObject({ verdict: "clean", findings: [] });
    // And back.
    await render(before);
    expect(existsSync(at("AGENTS.md"))).toBe(false);
    expect(parse(readFileSync(at("config.toml"), "utf8"))).toEqual({});
    expectValidEnv(envRoot, configOf({ ...before, settings: {}, files: {} }));
  });

  test("gets variables for its commands one by one, beside those of others, and loses only these again", async () => {
    const own =
      '[shell_environment_policy]\ninherit = "core" # mine\n\n[shell_environment_policy.set]\nMINE = "1"\n';
    const settings = { model: "gpt-5", "env.NAME": "north", "env.TOKEN": "${SECRET:TOKEN}" };
    const { at, render, look } = bench({ ...coder, settings });
    mkdirSync(at("."), { recursive: true });
    writeFileSync(at("config.toml"), own);
    expect(await render()).toMatchObject({ result: "rendered", secrets: ["TOKEN"], warnings: [] });
    const policy = () => parse(readFileSync(at("config.toml"), "utf8")).shell_environment_policy;
    expect(policy()).toEqual({ inherit: "core", set: { MINE: "1", NAME: "north", TOKEN: secret } });
    expect(await render()).toMatchObject({ result: "unchanged" });
    expect(await look()).toMatchObject({ verdict: "clean", findings: [] });
    writeFileSync(at("config.toml"), readFileSync(at("config.toml"), "utf8").replace('"north"', '"south"'));
    expect((await look()).findings).toMatchObject([
      { code: "ENV_CHANGED", path: "config.toml shell_environment_policy.set.NAME" },
    ]);
    await render(coder);
    expect(policy()).toEqual({ inherit: "core", set: { MINE: "1" } });
    expect(readFileSync(at("config.toml"), "utf8")).toContain(own);
  });

  test("is told of each entry that Codex has nothing for, also when nothing changed", async () => {
    const more: AgentLiteral = {
      ...coder,
      plugins: { "a@b": true, "off@b": false },
      marketplaces: { b: { source: { source: "github", repo: "a/b" } } },
      settings: { model: "gpt-5", "permissions.allow": ["Bash"], outputStyle: "terse" },
      files: { "agents/x.md": "x", "commands/x.md": "x" },
    };
    const { render } = bench(more);
    const places = [
      "enabledPlugins.a@b",
      "settings.permissions.allow",
      "settings.outputStyle",
      "agents/x.md",
      "commands/x.md",
    ];
    for (const result of ["rendered", "unchanged"]) {
      const outcome = await render();
      expect(outcome).toMatchObject({
        result,
        warnings: places.map((path) => ({ code: "CLIENT_UNSUPPORTED", path, subject: "scout" })),
      });
    }
  });

  test.each([
    [{ settings: { "permissions.deny": ["Bash"] } }, /permissions\.deny/],
    [{ settings: { "hooks.PreToolUse": [] } }, /hooks\.PreToolUse/],
    [{ mcpServers: { "a b": { type: "stdio", command: "x" } } }, /letters, digits/],
    [{ mcpServers: { a: { type: "sse", url: "https://x" } } }, /standard input and streamable HTTP/],
    [{ mcpServers: { a: { type: "stdio", command: "${HOME}/x" } } }, /does not replace variables/],
    [{ mcpServers: { a: { type: "stdio", command: "x", env: { A: "${B}" } } } }, /mcpServers\.a\.env\.A/],
    [{ mcpServers: { a: { type: "http", url: "https://x", headersHelper: "x" } } }, /headersHelper/],
    [{ mcpServers: { a: { type: "stdio", command: "x", cwd: 3 } } }, /mcpServers\.a\.cwd/],
  ])(
    "is not rendered with what would limit it less, or keep Codex from starting: %j",
    async (literal, message) => {
      const { render, at } = bench({ name: "scout", runtime: "codex", ...(literal as AgentLiteral) });
      expect(await render()).toMatchObject({
        error: { code: "RENDER_REFUSED", message: expect.stringMatching(message) },
      });
      expect(existsSync(at("config.toml"))).toBe(false);
    },
  );

  test("is told of a file that takes the place of its prompt, and of skills that are not Codex's own", async () => {
    const { at, render, look } = bench(coder);
    await render();
    writeFiles(at("."), {
      "AGENTS.override.md": "x",
      "skills/.system/x/SKILL.md": "x",
      "skills/own/SKILL.md": "x",
    });
    expect((await look()).findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "ENV_UNRENDERED skills/own",
      "ENV_UNRENDERED AGENTS.override.md",
    ]);
  });
});
