import { join } from "node:path/posix";
import type { CommandLine, LaunchFile } from "../adapter.ts";
import { checkCapable } from "../incapable.ts";
import type { Launch } from "../launch.ts";
import { readLaunchParts } from "../launch-parts.ts";
import { outboxCall, outboxServer } from "../outbox-server/outbox-call.ts";
import { claudeSubagents, sessionRules } from "./claude-subagents.ts";
import { type ClaudeTools, claudeTools } from "./claude-tools.ts";

const client = "Claude Code";
/** A tool's call waits for a person for 10 minutes, and for the server a little longer. */
const toolTimeoutMs = 660_000;

/**
 * `claude -p` for an attempt. Settings of the repository are not loaded: they could allow what the tool profile does not, and an agent
 * can write them. So its `CLAUDE.md` is not either.
 * @throws {IdentikitError} `CLIENT_INCAPABLE`, `TICKET_INVALID`
 */
export function claudeCommandLine(launch: Launch): CommandLine {
  const parts = readLaunchParts(launch.profile);
  checkCapable(client, parts, launch);
  const { places, prompt, instructions, session } = launch;
  const rules = sessionRules(parts, launch);
  const tools = claudeTools(rules, parts.mcpServers);
  const subagents = claudeSubagents(parts, launch);
  const outbox = outboxCall(launch, {
    asked: parts.approvalMode === "never" ? [] : [...tools.asked, ...(rules.others === "deny" ? [] : ["*"])],
    closed: tools.closedServers,
  });
  const files: LaunchFile[] = [{ place: "files", path: "mcp.json", text: serversText(launch, outbox) }];
  const fileOf = (path: string, text: string) => {
    files.push({ place: "files", path, text });
    return join(places.files, path);
  };
  const argv = [
    "claude",
    "-p",
    "--output-format",
    "stream-json",
    "--verbose",
    ...sessionFlags(session),
    "--setting-sources",
    "user",
    "--strict-mcp-config",
    "--mcp-config",
    join(places.files, "mcp.json"),
    ...(parts.model === undefined ? [] : ["--model", parts.model]),
    ...permissionFlags(tools, outbox !== undefined && parts.approvalMode !== "never"),
    ...(tools.asked.length === 0
      ? []
      : ["--settings", fileOf("settings.json", JSON.stringify({ permissions: { ask: tools.asked } }))]),
    ...(instructions === "" ? [] : ["--append-system-prompt-file", fileOf("instructions.md", instructions)]),
    ...(parts.subagents.length === 0
      ? []
      : ["--forward-subagent-text", "--agents", fileOf("agents.json", JSON.stringify(subagents.agents))]),
    ...budgetFlags(launch),
  ];
  const env = {
    CLAUDE_CONFIG_DIR: places.envDirectory,
    DISABLE_AUTOUPDATER: "1",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    MCP_TOOL_TIMEOUT: String(toolTimeoutMs),
  };
  const notes = [...tools.notes, ...subagents.notes, ...outboxNotes(tools, outbox !== undefined)];
  return { argv, env, stdin: prompt, files, notes };
}

function sessionFlags(session: Launch["session"]): string[] {
  if (session.kind === "new") return ["--session-id", session.sessionId];
  if (session.kind === "resume") return ["--resume", session.sessionId];
  return ["--resume", session.from, "--fork-session", "--session-id", session.sessionId];
}

/** One flag a rule: a list would be taken apart at its commas. */
function permissionFlags({ allowed, disallowed, permissionMode }: ClaudeTools, canAsk: boolean): string[] {
  return [
    "--permission-mode",
    permissionMode,
    ...(canAsk
      ? ["--permission-prompts", "host", "--permission-prompt-tool", `mcp__${outboxServer}__permission`]
      : ["--permission-prompts", "none"]),
    ...[...allowed, `mcp__${outboxServer}`].map((rule) => `--allowedTools=${rule}`),
    ...disallowed.map((rule) => `--disallowedTools=${rule}`),
  ];
}

function budgetFlags({ budget }: Launch): string[] {
  return [
    ...(budget.turns === undefined ? [] : ["--max-turns", String(budget.turns)]),
    ...(budget.cost === undefined ? [] : ["--max-budget-usd", budget.cost]),
  ];
}

function serversText({ mcpServers }: Launch, outbox: ReturnType<typeof outboxCall>): string {
  const own = outbox ? { [outboxServer]: { type: "stdio", ...outbox } } : {};
  return JSON.stringify({ mcpServers: { ...mcpServers, ...own } });
}

function outboxNotes({ asked }: ClaudeTools, hasOutbox: boolean): string[] {
  if (hasOutbox) return [];
  const denied = asked.length === 0 ? "" : ` What needs an approval is refused: ${asked.join(", ")}.`;
  return [
    `There is no Node.js where the agent runs, so it has no tools for its requests and writes them to a file.${denied}`,
  ];
}
