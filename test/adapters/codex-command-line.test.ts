import { describe, expect, test } from "vitest";
import { codexAdapter } from "../../src/adapters/codex/codex-adapter.ts";
import { launchOf, toolProfile, valuesOf } from "./launches.ts";

const commandLine = codexAdapter.commandLine;

describe("the command line of Codex", () => {
  test("is the documented one, with the prompt on standard input (P-42)", () => {
    const line = commandLine(launchOf("codex", { profile: { model: "gpt-5" } }));
    expect(line.argv.slice(0, 10)).toEqual([
      "codex",
      "exec",
      "--json",
      "--skip-git-repo-check",
      "--sandbox",
      "workspace-write",
      "-C",
      "/workspace",
      "--model",
      "gpt-5",
    ]);
    expect(line.argv.at(-1)).toBe("-");
    expect(line.stdin).toBe("Fix it.");
    expect(line.env).toEqual({ CODEX_HOME: "/agent/env" });
    expect(valuesOf(line.argv, "-c")).toEqual(
      expect.arrayContaining(['approval_policy="never"', 'developer_instructions="Be careful."']),
    );
  });

  test("resumes and forks with the flags of exec before the word, since resume and fork know fewer", () => {
    const resumed = commandLine(launchOf("codex", { session: { kind: "resume", sessionId: "t-1" } })).argv;
    expect(resumed.slice(-3)).toEqual(["resume", "t-1", "-"]);
    const forked = commandLine(
      launchOf("codex", { session: { kind: "fork", from: "t-1", sessionId: "t-2" } }),
    ).argv;
    expect(forked.slice(-3)).toEqual(["fork", "t-1", "-"]);
  });

  test("takes the outbox's server by its configuration, and waits as long as a person may take", () => {
    const server = valuesOf(commandLine(launchOf("codex")).argv, "-c").find((one) =>
      one.startsWith("mcp_servers."),
    );
    expect(server).toContain('command = "/usr/bin/node"');
    expect(server).toContain("tool_timeout_sec = 660");
    expect(commandLine(launchOf("codex", { outbox: undefined })).argv.join()).not.toContain("mcp_servers");
  });

  test("holds the agent to the file system's policy, by its sandbox where that works and by the isolation where it does not", () => {
    const profile = (mode: "read_only" | "workspace_write" | "full") => ({
      toolProfile: toolProfile({ filesystemPolicy: { mode } }),
    });
    const sandbox = (line: ReturnType<typeof commandLine>) => valuesOf(line.argv, "--sandbox")[0];
    expect(sandbox(commandLine(launchOf("codex", { profile: profile("read_only") })))).toBe("read-only");
    const apart = commandLine(
      launchOf("codex", { profile: profile("read_only"), hasClientSandbox: false, isolation: "container" }),
    );
    expect(sandbox(apart)).toBe("danger-full-access");
    expect(apart.notes.join()).toContain("keeps the agent to read-only by itself");
    const alone = launchOf("codex", {
      profile: profile("workspace_write"),
      hasClientSandbox: false,
      isolation: "user",
    });
    expect(() => commandLine(alone)).toThrow(expect.objectContaining({ code: "CLIENT_INCAPABLE" }));
  });

  test("opens the network to commands only where the profile opens it at all", () => {
    const overrides = (mode: "none" | "proxy") =>
      valuesOf(
        commandLine(launchOf("codex", { profile: { toolProfile: toolProfile({ networkPolicy: { mode } }) } }))
          .argv,
        "-c",
      );
    expect(overrides("none").join()).not.toContain("network_access");
    expect(overrides("proxy")).toContain("sandbox_workspace_write.network_access=true");
  });

  test("reads the repository's AGENTS.md for trusted work only", () => {
    const overrides = (trustTier: "trusted" | "untrusted") =>
      valuesOf(commandLine(launchOf("codex", { trustTier })).argv, "-c");
    expect(overrides("trusted")).not.toContain("project_doc_max_bytes=0");
    expect(overrides("untrusted")).toContain("project_doc_max_bytes=0");
  });

  test("writes denied commands as rules of its own", () => {
    const { files } = commandLine(
      launchOf("codex", { profile: { toolProfile: toolProfile({ commandsDenied: ["git push"] }) } }),
    );
    expect(files).toEqual([
      {
        place: "envDirectory",
        path: "rules/identikit.rules",
        text: 'prefix_rule(pattern=["git","push"], decision="forbidden")\n',
      },
    ]);
  });

  test.each([
    [
      "rules for single tools",
      { profile: { toolProfile: toolProfile({ approvalPolicyByTool: { shell: "deny" } }) } },
      "tool_rules",
    ],
    ["approvals while it works", { profile: { approvalMode: "on_request" } }, "ask"],
    [
      "subagents",
      { profile: { subagents: [{ name: "a", rolePrompt: "b", taskKinds: ["c"] }] } },
      "subagents",
    ],
    ["a budget of money", { budget: { cost: "1" } }, "lacks costs"],
    [
      "a denied command with a word that stands for any",
      { profile: { toolProfile: toolProfile({ commandsDenied: ["git * push"] }) } },
      "its rules name words as they are",
    ],
  ])("says that it cannot be held to %s", (_, changes, words) => {
    expect(() => commandLine(launchOf("codex", changes))).toThrow(
      expect.objectContaining({ code: "CLIENT_INCAPABLE", message: expect.stringContaining(words) }),
    );
  });

  test("says what it counts in place of turns, and when it says its tokens", () => {
    const { notes } = commandLine(launchOf("codex", { budget: { turns: 5, tokens: 1000 } }));
    expect(notes).toHaveLength(2);
  });

  test("sends instructions that are too long for an argument before the task", () => {
    const instructions = "x".repeat(200_000);
    const line = commandLine(launchOf("codex", { instructions }));
    expect(Math.max(...line.argv.map((word) => word.length))).toBeLessThan(100_000);
    expect(line.stdin).toBe(`${instructions}\n\nFix it.`);
  });
});
