import { describe, expect, test } from "vitest";
import type { CommandLine } from "../../src/adapters/adapter.ts";
import { claudeAdapter } from "../../src/adapters/claude/claude-adapter.ts";
import { launchOf, toolProfile, valuesOf } from "./launches.ts";

const commandLine = claudeAdapter.commandLine;
const fileOf = ({ files }: CommandLine, path: string) =>
  JSON.parse(files.find((one) => one.path === path)?.text ?? "null");
const allowed = ({ argv }: CommandLine) => valuesOf(argv, "--allowedTools");
const disallowed = ({ argv }: CommandLine) => valuesOf(argv, "--disallowedTools");

describe("the command line of Claude Code", () => {
  test("is the documented one, with the prompt on standard input and never in an argument (P-42)", () => {
    const line = commandLine(
      launchOf("claude", { profile: { model: "sonnet" }, budget: { turns: 20, cost: "2.50" } }),
    );
    expect(line.argv.slice(0, 7)).toEqual([
      "claude",
      "-p",
      "--output-format",
      "stream-json",
      "--verbose",
      "--session-id",
      "6f7f6d4e-2f0c-4c8a-9a58-3a6ef2b1c0de",
    ]);
    expect(line.argv).toContain("--strict-mcp-config");
    expect(valuesOf(line.argv, "--mcp-config")).toEqual(["/agent/run/mcp.json"]);
    expect(valuesOf(line.argv, "--model")).toEqual(["sonnet"]);
    expect(valuesOf(line.argv, "--max-turns")).toEqual(["20"]);
    expect(valuesOf(line.argv, "--max-budget-usd")).toEqual(["2.50"]);
    expect(line.stdin).toBe("Fix it.");
    expect(line.argv.join(" ")).not.toContain("Fix it.");
    expect(line.env).toMatchObject({ CLAUDE_CONFIG_DIR: "/agent/env", DISABLE_AUTOUPDATER: "1" });
  });

  test("does not load the repository's own settings, which could allow more than the tool profile", () => {
    expect(valuesOf(commandLine(launchOf("claude")).argv, "--setting-sources")).toEqual(["user"]);
  });

  test("resumes, forks, and refuses a session's name that no client gives", () => {
    const resumed = commandLine(launchOf("claude", { session: { kind: "resume", sessionId: "s-1" } }));
    expect(resumed.argv.join(" ")).toContain("--resume s-1 --setting-sources");
    const forked = commandLine(
      launchOf("claude", { session: { kind: "fork", from: "s-1", sessionId: "s-2" } }),
    );
    expect(forked.argv.join(" ")).toContain("--resume s-1 --fork-session --session-id s-2");
    for (const sessionId of ["--dangerously-skip-permissions", "../../x", "a b", ""])
      expect(() => commandLine(launchOf("claude", { session: { kind: "resume", sessionId } }))).toThrow(
        expect.objectContaining({ code: "SESSION_INVALID" }),
      );
  });

  test("hands on the rendered servers beside the outbox's own", () => {
    const mcpServers = { greeter: { type: "stdio", command: "greet" } };
    const line = commandLine(launchOf("claude", { mcpServers }));
    expect(fileOf(line, "mcp.json").mcpServers).toMatchObject({
      greeter: { command: "greet" },
      identikit: {
        type: "stdio",
        command: "/usr/bin/node",
        args: expect.arrayContaining(["--file", "/agent/outbox/requests.jsonl"]),
      },
    });
    expect(allowed(line)).toContain("mcp__identikit");
  });

  test("allows, asks for and denies tools as the profile says, and never offers what leads out of the run", () => {
    const approvalPolicyByTool = {
      Bash: "ask",
      WebFetch: "deny",
      mcp__forge__merge: "ask",
      "*": "allow",
    } as const;
    const line = commandLine(
      launchOf("claude", {
        profile: {
          toolProfile: toolProfile({
            approvalPolicyByTool,
            commandsAllowed: ["npm test"],
            commandsDenied: ["git push"],
          }),
          mcpServers: [
            { name: "forge", scope: {} },
            { name: "closed", scope: { tools: ["look"] } },
          ],
        },
      }),
    );
    expect(allowed(line)).toEqual(
      expect.arrayContaining([
        "Read",
        "Task",
        "Bash(npm test)",
        "Bash(npm test *)",
        "mcp__forge",
        "mcp__closed__look",
      ]),
    );
    expect(allowed(line)).not.toContain("Bash");
    expect(allowed(line)).not.toContain("mcp__closed");
    expect(disallowed(line)).toEqual(
      expect.arrayContaining([
        "WebFetch",
        "Bash(git push)",
        "Bash(git push *)",
        "CronCreate",
        "EnterWorktree",
      ]),
    );
    expect(fileOf(line, "settings.json").permissions.ask).toEqual(["mcp__forge__merge"]);
    expect(valuesOf(line.argv, "--permission-prompt-tool")).toEqual(["mcp__identikit__permission"]);
    const { args } = fileOf(line, "mcp.json").mcpServers.identikit;
    expect(valuesOf(args, "--ask")).toContain("mcp__forge__merge");
    expect(valuesOf(args, "--closed")).toEqual(["mcp__closed"]);
  });

  test("writes in the workspace by the mode alone, and everywhere only where the profile says full", () => {
    const mode = (writes: "read_only" | "workspace_write" | "full") =>
      commandLine(
        launchOf("claude", { profile: { toolProfile: toolProfile({ filesystemPolicy: { mode: writes } }) } }),
      );
    expect(allowed(mode("workspace_write"))).not.toContain("Edit");
    expect(valuesOf(mode("workspace_write").argv, "--permission-mode")).toEqual(["acceptEdits"]);
    expect(allowed(mode("full"))).toContain("Edit");
    expect(disallowed(mode("read_only"))).toEqual(expect.arrayContaining(["Edit", "Write", "NotebookEdit"]));
  });

  test("with a file system that nothing else protects, commands are not allowed as a whole, and the run says so", () => {
    const profile = { toolProfile: toolProfile({ filesystemPolicy: { mode: "read_only" } }) };
    const line = commandLine(launchOf("claude", { profile, isolation: "user" }));
    expect(allowed(line)).not.toContain("Bash");
    expect(line.notes.join()).toContain("Bash is allowed for commands that only read");
    expect(allowed(commandLine(launchOf("claude", { profile, isolation: "container" })))).toContain("Bash");
  });

  test("keeps paths of the workspace from being read or written", () => {
    const filesystemPolicy = {
      mode: "workspace_write",
      denied: ["secrets/**"],
      readOnly: ["vendor/**"],
    } as const;
    const profile = {
      toolProfile: toolProfile({
        filesystemPolicy: { ...filesystemPolicy, denied: ["secrets/**"], readOnly: ["vendor/**"] },
      }),
    };
    expect(disallowed(commandLine(launchOf("claude", { profile })))).toEqual(
      expect.arrayContaining(["Read(./secrets/**)", "Edit(./secrets/**)", "Edit(./vendor/**)"]),
    );
  });

  test("where nobody is asked, what needs an approval is refused", () => {
    const profile = {
      approvalMode: "never",
      toolProfile: toolProfile({ approvalPolicyByTool: { Bash: "ask" } }),
    };
    const line = commandLine(launchOf("claude", { profile }));
    expect(disallowed(line)).toContain("Bash");
    expect(valuesOf(line.argv, "--permission-prompts")).toEqual(["none"]);
  });

  test("without Node.js for the outbox's server nobody can be asked either, and the run says so", () => {
    const profile = { toolProfile: toolProfile({ approvalPolicyByTool: { Bash: "ask" } }) };
    const line = commandLine(launchOf("claude", { profile, outbox: undefined }));
    expect(valuesOf(line.argv, "--permission-prompts")).toEqual(["none"]);
    expect(fileOf(line, "mcp.json")).toEqual({ mcpServers: {} });
    expect(line.notes.join()).toContain("What needs an approval is refused: Bash.");
  });

  test("gives subagents, none of them with a tool that it would have to ask for alone", () => {
    const subagents = [
      {
        name: "reader",
        rolePrompt: "Read logs.",
        taskKinds: ["diagnose"],
        limits: { turns: 5 },
        toolProfile: {
          ...toolProfile({ approvalPolicyByTool: { Bash: "ask" }, commandsDenied: ["rm"] }),
          name: "strict",
        },
      },
    ];
    const line = commandLine(launchOf("claude", { profile: { subagents } }));
    expect(fileOf(line, "agents.json").reader).toMatchObject({ prompt: "Read logs.", maxTurns: 5 });
    expect(fileOf(line, "agents.json").reader.disallowedTools).toEqual(
      expect.arrayContaining(["Bash", "Task"]),
    );
    expect(disallowed(line)).toContain("Bash(rm *)");
    expect(line.notes.join()).toContain("The subagent reader has no Bash");
  });

  test.each([
    ["a client without a capability", { capabilities: [] }],
    [
      "a command that its rules cannot write",
      { profile: { toolProfile: toolProfile({ commandsDenied: ["$(x)"] }) } },
    ],
    [
      "a path that its rules cannot write",
      {
        profile: {
          toolProfile: toolProfile({ filesystemPolicy: { mode: "workspace_write", denied: ["a(b)"] } }),
        },
      },
    ],
  ])("refuses %s instead of running it with less", (_, changes) => {
    expect(() => commandLine(launchOf("claude", changes))).toThrow(
      expect.objectContaining({ code: "CLIENT_INCAPABLE" }),
    );
  });

  test("leaves out an allowed command that its rules would widen, and says so", () => {
    const profile = {
      toolProfile: toolProfile({ approvalPolicyByTool: {}, commandsAllowed: ["npm run * --silent"] }),
    };
    const line = commandLine(launchOf("claude", { profile }));
    expect(allowed(line).join()).not.toContain("npm run");
    expect(line.notes.join()).toContain('"npm run * --silent" needs an approval');
  });
});
