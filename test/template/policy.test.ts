import { describe, expect, test } from "vitest";
import { isAgentOwned } from "../../src/template/agent-owned.ts";
import { AssetSelection } from "../../src/template/asset-selection.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";

const assets = policyNamed("assets/v1");

describe("the policy assets/v1", () => {
  test.each(["config.yaml", "mcp_servers.yaml", "prompts/a.md", "prompts/a/b/c", "agent-skills/x/SKILL.md"])(
    "lets %s through",
    (path) => expect(assets.admits(path)).toBe(true),
  );
  test.each([
    "README.md",
    "config.yml",
    "Config.yaml",
    "prompts",
    "prompts2/a",
    "a/config.yaml",
    "a/prompts/b",
    "",
  ])("leaves %j out", (path) => expect(assets.admits(path)).toBe(false));
  test("reaches into the directories that it delivers, and into no other", () => {
    expect(["prompts", "prompts/deep", "agent-skills", "src", "prompt"].map(assets.reaches)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("a policy of the settings", () => {
  test("is used by its name", () => {
    const policy = policyNamed("ours/v1", { "ours/v1": { include: ["docs/guides/**", "a/b.md"] } });
    expect(policy.admits("docs/guides/x")).toBe(true);
    expect(policy.admits("docs/x")).toBe(false);
    expect([policy.reaches("docs"), policy.reaches("a"), policy.reaches("b")]).toEqual([true, true, false]);
    expect(policy.roots).toEqual(["a/b.md", "docs/guides"]);
  });

  test.each(["**", "*.md", "/etc/**", "../x", "a/../b", "./a", "a//b", "a/", "a\\b", "a/**/b", ""])(
    "may not have the pattern %j",
    (pattern) => {
      expect(() => policyNamed("x/v1", { "x/v1": { include: [pattern] } })).toThrowError(
        expect.objectContaining({ code: "SETTINGS_INVALID" }),
      );
    },
  );

  test("cannot change what a built-in name means, and must exist", () => {
    expect(() => policyNamed("assets/v1", { "assets/v1": { include: ["x"] } })).toThrowError(/is built in/);
    expect(() => policyNamed("asets/v1")).toThrowError('did you mean "assets/v1"?');
    expect(() => policyNamed("__proto__")).toThrowError(/no policy is named/);
  });
});

describe("an agent-owned path", () => {
  test.each([
    "MEMORY.md",
    "memory.MD",
    "USER.md",
    "CLAUDE.md",
    "prompts/claude.md",
    "agent-skills/x/Memory.md",
    ".claude/sessions/1.json",
    ".Claude/Sessions",
    "a/.claude/sessions/x",
    "workspace",
    "Workspace/x",
    "\uff23LAUDE.md",
    "CLAUDE\u200c.md",
  ])("is %j", (path) => expect(isAgentOwned(path)).toBe(true));
  test.each([
    "prompts/memory.txt",
    "MEMORY.md.txt",
    ".claude/settings.json",
    "prompts/workspace/a",
    "sessions/a",
  ])("is not %j", (path) => expect(isAgentOwned(path)).toBe(false));
});

describe("the selection of assets", () => {
  const selection = (limits = {}) => new AssetSelection(assets, "archive x", { ...defaultLimits, ...limits });

  test("keeps assets, and lists the rest in order", () => {
    const chosen = selection();
    expect(chosen.file("prompts/a.md", 1)).toBe(true);
    expect(chosen.file("b", 1)).toBe(false);
    expect(chosen.file("CLAUDE.md", 1)).toBe(false);
    chosen.special("link", "symbolic link");
    chosen.passedOver("src");
    expect(chosen.leftOut).toEqual(["CLAUDE.md", "b", "link", "src/"]);
  });

  test.each(["prompts/x", "config.yaml", "prompts", "agent-skills/a/b"])("refuses a link at %s", (path) => {
    expect(() => selection().special(path, "symbolic link")).toThrowError(
      expect.objectContaining({
        code: "ENTRY_TYPE",
        message: expect.stringContaining(`archive x: ${JSON.stringify(path)} is a symbolic link`),
      }),
    );
  });

  test("refuses an agent-owned path among the assets, by its name", () => {
    expect(() => selection().file("prompts/Claude.md", 1)).toThrowError(
      expect.objectContaining({
        code: "AGENT_OWNED",
        message: expect.stringContaining('"prompts/Claude.md"'),
      }),
    );
  });

  test("refuses what is unsafe or collides, even outside the policy", () => {
    expect(() => selection().file("src/../../x", 1)).toThrowError(
      expect.objectContaining({ code: "PATH_ESCAPES" }),
    );
    const chosen = selection();
    chosen.file("README.md", 1);
    expect(() => chosen.file("readme.MD", 1)).toThrowError(
      expect.objectContaining({ code: "PATH_COLLIDES" }),
    );
  });

  test("is bounded in bytes of assets and in entries of any kind", () => {
    const chosen = selection({ maxBytes: 10, maxEntries: 3 });
    chosen.file("config.yaml", 10);
    chosen.file("big", 1000);
    expect(() => chosen.file("prompts/a", 1)).toThrowError(
      expect.objectContaining({ code: "ARCHIVE_TOO_LARGE" }),
    );
    expect(() => chosen.directory("prompts/b")).toThrowError(
      expect.objectContaining({ code: "ARCHIVE_TOO_LARGE" }),
    );
  });
});
