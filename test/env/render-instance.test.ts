import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { EnvDirectories } from "../../src/env/env-directories.ts";
import { renderForInstance, renderInstance } from "../../src/env/render-instance.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectValidEnv, filesBelow, filesWith } from "./expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const canary = "CANARY-4f1c-do-not-leak";
const full: AgentLiteral = {
  plugins: { "review@house": true, "notes@house": false },
  marketplaces: { house: { source: { source: "github", repo: "acme/plugins" }, autoUpdate: false } },
  mcpServers: {
    github: {
      type: "http",
      url: "https://mcp.example/github",
      headers: { Authorization: "Bearer ${SECRET:TOKEN}" },
    },
    files: { type: "stdio", command: "mcp-files", args: ["--root", "."], env: { MODE: "${MODE:-ro}" } },
  },
  prompt: "You scout.\n",
  skills: {
    triage: { "SKILL.md": "# Triage\n", "bin/run": [0o755, "#!/bin/sh\n"] },
    notes: { "SKILL.md": "# Notes\n" },
  },
};

/** Renders one agent in a fresh env root, once or several times. */
function bench(secrets = new TestSecrets({ TOKEN: canary })) {
  const envRoot = scratchDirectory();
  const settings = settingsFor(envRoot, secrets);
  const at = (path: string) => join(envRoot, "scout", path);
  const render = async (literal: AgentLiteral = full) => {
    using place = EnvDirectories.make(envRoot);
    return await renderInstance({ ...configOf(literal), ...settings }, place);
  };
  const valid = (literal: AgentLiteral = full) =>
    expectValidEnv(envRoot, configOf(literal), literal.mcpServers ? { TOKEN: canary } : {});
  return {
    envRoot,
    settings,
    secrets,
    at,
    render,
    valid,
    text: (path: string) => readFileSync(at(path), "utf8"),
  };
}

describe("rendering an agent", () => {
  it("writes everything that the config says, privately", async () => {
    const { render, valid, secrets, text } = bench();
    const outcome = await render();
    expect(outcome).toMatchObject({ result: "rendered", secrets: ["TOKEN"], removed: [], warnings: [] });
    expect(outcome.written).toEqual([
      ".claude.json",
      "settings.json",
      "skills/notes/SKILL.md",
      "skills/triage/SKILL.md",
      "skills/triage/bin/run",
      "system-prompt.md",
    ]);
    expect(secrets.log.recorded).toMatchObject([
      { secret: "TOKEN", agent: "scout", accessor: "test", reason: "test" },
    ]);
    expect(text("settings.json")).toBe(
      `${JSON.stringify(
        {
          enabledPlugins: { "notes@house": false, "review@house": true },
          extraKnownMarketplaces: {
            house: { source: { source: "github", repo: "acme/plugins" }, autoUpdate: false },
          },
        },
        null,
        2,
      )}\n`,
    );
    valid();
  });

  it("changes nothing the second time, and opens no secret", async () => {
    const { render, valid, secrets, at } = bench();
    await render();
    const before = lstatSync(at(".claude.json"));
    const outcome = await render();
    expect(outcome).toMatchObject({ result: "unchanged", written: [], removed: [], secrets: [] });
    expect(secrets.read).toEqual(["TOKEN"]);
    expect(lstatSync(at(".claude.json")).ino).toBe(before.ino);
    valid();
  });

  it.each([0o000, 0o022, 0o077, 0o177])("gives the same files under umask %o", async (umask) => {
    const { render, valid } = bench();
    const old = process.umask(umask);
    try {
      await render();
    } finally {
      process.umask(old);
    }
    valid();
  });

  it("keeps a secret out of every file but .claude.json, of events and of the ledger", async () => {
    const { render, envRoot, settings } = bench();
    await render();
    expect(filesWith(envRoot, canary)).toEqual(["scout/.claude.json"]);
    expect(JSON.stringify(settings.events.events)).not.toContain(canary);
  });

  it("writes again what a secret's new value changes, and only that", async () => {
    const { render, secrets, at, envRoot } = bench();
    await render();
    secrets.set("TOKEN", "another");
    expect(await render()).toMatchObject({ written: [".claude.json"], secrets: ["TOKEN"] });
    expect(readFileSync(at(".claude.json"), "utf8")).toContain("Bearer another");
    expectValidEnv(envRoot, configOf(full), { TOKEN: "another" });
  });

  it("opens no secret where only other files changed", async () => {
    const { render, secrets, valid } = bench();
    await render();
    const changed = { ...full, prompt: "You scout far.\n", plugins: {} };
    expect(await render(changed)).toMatchObject({
      written: ["settings.json", "system-prompt.md"],
      secrets: [],
    });
    expect(secrets.read).toHaveLength(1);
    valid(changed);
  });

  it("removes what the config no longer gives, and leaves the skills of others", async () => {
    const { render, valid, at, text } = bench();
    await render();
    writeFiles(at("skills/mine"), { "SKILL.md": "# Mine\n" });
    const less = { mcpServers: {}, skills: { notes: full.skills?.notes ?? {} } };
    expect((await render(less)).removed).toEqual([
      "skills/triage/SKILL.md",
      "skills/triage/bin/run",
      "system-prompt.md",
    ]);
    expect(text("settings.json")).toBe("{}\n");
    expect(text(".claude.json")).toBe("{}\n");
    expect(existsSync(at("skills/triage"))).toBe(false);
    expect(text("skills/mine/SKILL.md")).toBe("# Mine\n");
    valid(less);
    expect((await render(less)).result).toBe("unchanged");
  });

  it("repairs what was changed, added or taken away in files of ours", async () => {
    const { render, valid, at } = bench();
    await render();
    writeFiles(at(""), {
      "system-prompt.md": "Obey me.",
      "skills/triage/SKILL.md": "# Other\n",
      "skills/notes/x/y.md": "extra",
    });
    expect(await render()).toMatchObject({
      written: ["skills/triage/SKILL.md", "system-prompt.md"],
      removed: ["skills/notes/x/y.md"],
      secrets: [],
    });
    valid();
  });

  it("repairs modes without reading a time stamp", async () => {
    const { render, valid, at } = bench();
    await render();
    chmodSync(at(".claude.json"), 0o644);
    chmodSync(at("skills/triage/bin/run"), 0o644);
    chmodSync(at(""), 0o755);
    expect((await render()).written).toEqual([".claude.json", "skills/triage/bin/run"]);
    valid();
  });

  it.runIf(process.geteuid?.() === 0)("gives files to the owner of the directory", async () => {
    const { render, valid, at } = bench();
    mkdirSync(at(""), { recursive: true });
    chownSync(at(""), 1234, 1234);
    await render();
    for (const path of [
      ".claude.json",
      "settings.json",
      "system-prompt.md",
      "skills/triage",
      "skills/triage/bin/run",
    ]) {
      expect([path, statSync(at(path)).uid]).toEqual([path, 1234]);
    }
    chownSync(at("skills/notes/SKILL.md"), 0, 0);
    expect((await render()).written).toEqual(["skills/notes/SKILL.md"]);
    expect(statSync(at("skills/notes/SKILL.md")).uid).toBe(1234);
    valid();
  });
});

describe("a file that others write, too", () => {
  it("keeps everything that is not ours byte for byte", async () => {
    const { render, valid, at, text } = bench();
    const foreign = `{\r\n\t"10": 1, "2" : 12345678901234567890.10,\r\n\t"mcpServers": {"old": {"type":"stdio","command":"x"}},\r\n\t"projects": {"/w": {"mcpServers": {}}} , "é": "\\u00e9"\r\n}`;
    writeFiles(at(""), { ".claude.json": `\ufeff${foreign}` });
    await render();
    const now = text(".claude.json");
    const [before, after] = foreign.split(/"mcpServers": \{"old".*\}\},/) as [string, string];
    expect(now.startsWith(`\ufeff${before}`)).toBe(true);
    expect(now.endsWith(`},${after}`)).toBe(true);
    expect(now.slice(before.length + 1, -after.length)).not.toMatch(/[^\r]\n/);
    valid();
  });

  it("opens no secret and writes nothing when the client only rewrote its own keys", async () => {
    const { render, valid, at, text } = bench();
    await render();
    const value = JSON.parse(text(".claude.json"));
    writeFileSync(at(".claude.json"), JSON.stringify({ numStartups: 3, ...value }));
    expect(await render()).toMatchObject({ result: "unchanged", secrets: [] });
    expect(text(".claude.json")).toContain("numStartups");
    valid();
  });

  it("writes an owned key that stands twice once", async () => {
    const { render, valid, at, text } = bench();
    writeFiles(at(""), {
      "settings.json": '{"enabledPlugins":{"x@y":true},"a":1,"enabledPlugins":{"review@house":true}}',
    });
    await render();
    expect(text("settings.json").split("enabledPlugins")).toHaveLength(2);
    expect(text("settings.json")).toContain('"a":1');
    valid();
  });

  it.each([
    ["a trailing comma", '{\n  "a": 1,\n}', ":3:1 "],
    ["a comment", '{\n  // no\n  "a": 1\n}', ":2:3 "],
    ["a cut", `{"mcpServers": {"x": "${canary}`, ":1:"],
    ["nothing in it", "", ":1:1 "],
    ["an array", "[]", ":1:1 "],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), ":1:1 "],
    ["deep nesting that is cut", "[".repeat(200_000), ":1:1 "],
  ])("refuses one with %s, names the position and changes nothing", async (_, content, position) => {
    const { render, at, envRoot, secrets } = bench();
    writeFiles(at(""), { ".claude.json": content });
    const failure = await render().catch((caught) => caught);
    expect(failure).toMatchObject({ code: "ENV_FILE_INVALID" });
    expect(failure.message).toContain(`scout/.claude.json${position}`);
    expect(failure.message).not.toContain(canary);
    expect(secrets.read).toEqual([]);
    expect(filesBelow(envRoot).filter((path) => path.startsWith("scout/"))).toEqual(["scout/.claude.json"]);
  });

  it("changes nothing at all when the other shared file is malformed", async () => {
    const { render, at, envRoot, secrets } = bench();
    writeFiles(at(""), { "settings.json": "{" });
    await expect(render()).rejects.toMatchObject({ code: "ENV_FILE_INVALID" });
    expect(secrets.read).toEqual([]);
    expect(filesBelow(envRoot).filter((path) => path.startsWith("scout/"))).toEqual(["scout/settings.json"]);
  });
});

describe("what must not be rendered", () => {
  it.each([
    [".claude.json", "PATH_LINKED"],
    ["settings.json", "PATH_LINKED"],
    ["system-prompt.md", "PATH_LINKED"],
    ["skills", "PATH_LINKED"],
    ["skills/triage", "PATH_LINKED"],
    ["skills/triage/SKILL.md", "PATH_LINKED"],
    ["", "PATH_LINKED"],
  ])("a directory with a link planted at %j", async (path, code) => {
    const { render, at } = bench();
    const outside = scratchDirectory();
    writeFiles(outside, { target: "{}" });
    const target = /json$|md$/.test(path) ? join(outside, "target") : outside;
    mkdirSync(join(at(path), ".."), { recursive: true });
    symlinkSync(target, path === "" ? at("").replace(/\/$/, "") : at(path));
    await expect(render()).rejects.toMatchObject({ code });
    expect(filesBelow(outside)).toEqual(["target"]);
    expect(readFileSync(join(outside, "target"), "utf8")).toBe("{}");
  });

  it("never writes through a hard link", async () => {
    const { render, at, valid } = bench();
    const outside = writeFiles(scratchDirectory(), { target: "{}" });
    mkdirSync(at(""), { recursive: true });
    linkSync(join(outside, "target"), at(".claude.json"));
    await render();
    expect(readFileSync(join(outside, "target"), "utf8")).toBe("{}");
    valid();
  });

  it.each<[string, AgentLiteral, string, RegExp]>([
    [
      "a server with a url and no type",
      { mcpServers: { x: { url: "https://x" } } },
      "RENDER_REFUSED",
      /mcpServers\.x/,
    ],
    [
      "a server of an unknown type",
      { mcpServers: { x: { type: "carrier", url: "u" } } },
      "RENDER_REFUSED",
      /type/,
    ],
    [
      "an env that is not of strings",
      { mcpServers: { x: { type: "stdio", command: "c", env: { A: 1 } } } },
      "RENDER_REFUSED",
      /env\.A/,
    ],
    [
      "an unknown marketplace source",
      { marketplaces: { m: { source: { source: "ftp", url: "u" } } } },
      "RENDER_REFUSED",
      /extraKnownMarketplaces\.m/,
    ],
    [
      "a plugin of an unknown marketplace",
      {
        plugins: { "review@acmee": true },
        marketplaces: { acme: { source: { source: "github", repo: "acme/p" } } },
      },
      "RENDER_REFUSED",
      /enabledPlugins\.review@acmee: the agent knows no marketplace "acmee".*did you mean "acme"/,
    ],
    ["a plugin without a marketplace", { plugins: { lonely: true } }, "RENDER_REFUSED", /lonely/],
    [
      "a placeholder in a command",
      { mcpServers: { x: { type: "stdio", command: "${SECRET:TOKEN}" } } },
      "RENDER_REFUSED",
      /command/,
    ],
    [
      "a placeholder in a marketplace",
      { marketplaces: { m: { source: { source: "git", url: "https://${SECRET:TOKEN}@x" } } } },
      "RENDER_REFUSED",
      /TOKEN/,
    ],
    [
      "a malformed placeholder",
      { mcpServers: { x: { type: "stdio", command: "c", env: { A: "${SECRET:}" } } } },
      "SECRET_INVALID",
      /placeholder/,
    ],
    ["an agent named like a path", { name: "../scout" }, "PATH_ESCAPES", /\.\./],
    ["an agent named like the place of the ledgers", { name: ".identikit" }, "PATH_UNSAFE", /identikit/],
    ["a skill named like a path", { skills: { "../x": { "SKILL.md": "" } } }, "PATH_ESCAPES", /\.\./],
  ])("%s", async (_, literal, code, message) => {
    const { render, envRoot, secrets } = bench();
    const failure = await render(literal).catch((caught) => caught);
    expect(failure).toMatchObject({ code });
    expect(failure.message).toMatch(message);
    expect(filesBelow(envRoot).filter((path) => !path.startsWith(".identikit"))).toEqual([]);
    expect(secrets.read).toEqual([]);
  });

  it.each([
    ["a variable for the client to expand", "abc${HOME}def", "Bearer ${SECRET:TOKEN}"],
    ["one half of a variable", "abc$", "${SECRET:TOKEN}{HOME}"],
    ["a placeholder", "${SECRET:OTHER}", "${SECRET:TOKEN}"],
    ["a line end in a header", "abc\r\nX-Evil: 1", "${SECRET:TOKEN}"],
  ])("a secret that holds %s", async (_, value, header) => {
    const { render, at } = bench(new TestSecrets({ TOKEN: value }));
    const mcpServers = { x: { type: "http", url: "https://x", headers: { Authorization: header } } };
    const failure = await render({ mcpServers }).catch((caught) => caught);
    expect(failure).toMatchObject({ code: "SECRET_INVALID" });
    expect(failure.message).not.toContain("abc");
    expect(existsSync(at(".claude.json"))).toBe(false);
  });

  it("a secret that is missing: it is named, and the old files stay whole", async () => {
    const { envRoot, settings, render, secrets, at } = bench();
    await render();
    const before = readFileSync(at(".claude.json"));
    secrets.remove("TOKEN");
    const failing = renderForInstance({ ...configOf({ ...full, prompt: "new" }), ...settings, envRoot });
    await expect(failing).rejects.toMatchObject({ code: "MISSING_SECRET", secretName: "TOKEN" });
    expect(settings.events.events.at(-1)).toMatchObject({
      event: "task_failed",
      agent: "scout",
      secret: "TOKEN",
    });
    expect(readFileSync(at(".claude.json"))).toEqual(before);
    expect(readFileSync(at("system-prompt.md"), "utf8")).toBe("You scout.\n");
  });
});

describe("warnings", () => {
  it("name what works but should be changed", async () => {
    const { render } = bench();
    const mcpServers = {
      old: { type: "sse", url: "https://x/${SECRET:TOKEN}" },
      local: { type: "stdio", command: "c", args: ["--key=${SECRET:TOKEN}"] },
    };
    const { warnings } = await render({ mcpServers });
    expect(warnings.map(({ code, path, subject }) => [code, path, subject])).toEqual([
      ["MCP_SSE_DEPRECATED", "mcpServers.old.type", "scout"],
      ["SECRET_EXPOSED", "mcpServers.old.url", "scout"],
      ["SECRET_EXPOSED", "mcpServers.local.args.0", "scout"],
    ]);
  });
});

describe("odd secrets", () => {
  it.each([
    ["quotes, backslashes and a command for the runner", '"\\\n::add-mask::x\u2028\ud83d\ude00 $x {y}'],
    ["a mebibyte", "x".repeat(1024 * 1024)],
  ])("with %s arrive unchanged", async (_, value) => {
    const { render, text } = bench(new TestSecrets({ TOKEN: value, TOKE: "prefix" }));
    await render({
      mcpServers: { x: { type: "stdio", command: "c", env: { A: "${SECRET:TOKEN}${SECRET:TOKE}" } } },
    });
    expect(JSON.parse(text(".claude.json")).mcpServers.x.env.A).toBe(`${value}prefix`);
  });
});
