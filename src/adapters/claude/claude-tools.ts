import { incapable } from "../incapable.ts";
import type { ServerPart } from "../launch-parts.ts";
import { answerFor, type ToolRules } from "../tools/tool-rules.ts";

/** The tools of Claude Code 2.1.330 and of releases shortly before it, as `--allowedTools` names them. */
const builtIn = [
  "Agent",
  "Bash",
  "BashOutput",
  "Edit",
  "Glob",
  "Grep",
  "KillShell",
  "ListAgents",
  "LSP",
  "Monitor",
  "NotebookEdit",
  "PowerShell",
  "Read",
  "ReportFindings",
  "SendMessage",
  "Skill",
  "Task",
  "TaskCreate",
  "TaskGet",
  "TaskList",
  "TaskOutput",
  "TaskStop",
  "TaskUpdate",
  "TodoWrite",
  "ToolSearch",
  "WebFetch",
  "WebSearch",
  "Workflow",
  "Write",
] as const;

/** A run is one job in one workspace, and nobody sits before it: what leads out of it, is for later, or waits for words is never offered. */
const neverOffered = [
  "AskUserQuestion",
  "CronCreate",
  "CronDelete",
  "CronList",
  "EnterPlanMode",
  "EnterWorktree",
  "ExitPlanMode",
  "ExitWorktree",
  "RemoteTrigger",
  "ScheduleWakeup",
];

const editTools: readonly string[] = ["Edit", "NotebookEdit", "Write"];
const commandTools: readonly string[] = ["Bash", "PowerShell"];
const title = "Claude Code";

/** How Claude Code is held to rules for tools. */
export interface ClaudeTools {
  readonly allowed: readonly string[];
  readonly disallowed: readonly string[];
  /** Tools that need an approval, also where the client would use them freely. */
  readonly asked: readonly string[];
  /** Servers of which no other tools may be called than those that are allowed or asked for. */
  readonly closedServers: readonly string[];
  readonly permissionMode: "acceptEdits" | "manual";
  readonly notes: readonly string[];
}

/**
 * Rules as Claude Code has them: of its own rules deny wins, then ask, then allow; what none is about, it asks for.
 * @throws {IdentikitError} `CLIENT_INCAPABLE` for a denied command that no rule of it can name
 */
export function claudeTools(rules: ToolRules, servers: readonly ServerPart[]): ClaudeTools {
  const named = [...rules.answers.keys()].filter((tool) => !tool.startsWith("mcp__"));
  const tools = [...new Set([...builtIn, ...named])].filter((tool) => !neverOffered.includes(tool));
  const placed = (where: ReturnType<typeof placeOf>) =>
    tools.filter((tool) => placeOf(tool, rules) === where);
  const notes = placed("guarded").map(
    (tool) =>
      `${tool} is allowed for commands that only read, and for commandsAllowed: the file system is read_only, and nothing but the client keeps the agent from writing.`,
  );
  const ofServers = serverTools(rules, servers);
  const commands = answerFor(rules, "Bash") === "deny" ? [] : allowedCommands(rules, notes);
  const asksForEdits = editTools.some((tool) => answerFor(rules, tool) === "ask");
  return {
    allowed: [...placed("allowed"), ...ofServers.allowed, ...commands],
    disallowed: [
      ...neverOffered,
      ...placed("disallowed"),
      ...ofServers.disallowed,
      ...deniedCommands(rules),
      ...deniedPaths(rules),
    ],
    asked: [...placed("asked"), ...ofServers.asked],
    closedServers: servers.flatMap(({ name, scope }) => (scope?.tools === undefined ? [] : [`mcp__${name}`])),
    permissionMode: asksForEdits ? "manual" : "acceptEdits",
    notes,
  };
}

/** Which rule a tool of the client gets; none where what it asks for by itself is right. */
function placeOf(tool: string, rules: ToolRules): "allowed" | "asked" | "disallowed" | "guarded" | undefined {
  const answer = answerFor(rules, tool);
  const [isEdit, isCommand] = [editTools.includes(tool), commandTools.includes(tool)];
  if (answer === "deny" || (isEdit && rules.writes === "read_only")) return "disallowed";
  // A rule that asks would come before one that allows a command.
  if (answer === "ask") return isCommand && rules.commandsAllowed.length > 0 ? undefined : "asked";
  if (answer !== "allow") return undefined;
  if (isCommand && rules.writes === "read_only" && !rules.isApart) return "guarded";
  // Edits are allowed by the mode, in the workspace only.
  return isEdit && rules.writes !== "full" ? undefined : "allowed";
}

function serverTools(
  rules: ToolRules,
  servers: readonly ServerPart[],
): Pick<ClaudeTools, "allowed" | "asked" | "disallowed"> {
  const [allowed, asked, disallowed]: [string[], string[], string[]] = [[], [], []];
  const into = { allow: allowed, ask: asked, deny: disallowed };
  for (const { name, scope } of servers) {
    const server = `mcp__${name}`;
    const named = [...rules.answers.keys()].filter((tool) => tool.startsWith(`${server}__`));
    const answer = answerFor(rules, server);
    // A rule for a whole server would win over one for a tool of it, or be beside the point.
    const tools = [...new Set([...(scope?.tools ?? []).map((tool) => `${server}__${tool}`), ...named])];
    for (const tool of tools) {
      const one = answerFor(rules, tool, server);
      if (one) into[one].push(tool);
    }
    if (scope?.tools === undefined && answer && (answer === "allow" || named.length === 0))
      into[answer].push(server);
  }
  return { allowed, asked, disallowed };
}

/** `git push` is the command alone and with anything behind it. */
function commandRules(command: string): string[] {
  return [`Bash(${command})`, `Bash(${command} *)`];
}

function isNameable(command: string): boolean {
  return /^[^\s(),][^(),\r\n]*$/.test(command);
}

function deniedCommands({ commandsDenied }: ToolRules): string[] {
  return commandsDenied.flatMap((command) => {
    if (isNameable(command)) return commandRules(command);
    throw incapable(
      title,
      `cannot be kept from the command ${JSON.stringify(command)}: its rules have no way to write it`,
      "Write the command's first words without brackets and commas, or deny Bash.",
    );
  });
}

/** A * of a rule of ours is one word, and one of the client's any number of them: such a command is asked for instead. */
function allowedCommands({ commandsAllowed }: ToolRules, notes: string[]): string[] {
  return commandsAllowed.flatMap((command) => {
    if (isNameable(command) && !command.includes("*")) return commandRules(command);
    notes.push(
      `The command ${JSON.stringify(command)} needs an approval: Claude Code has no rule for it that allows no more.`,
    );
    return [];
  });
}

function deniedPaths({ unreadable, unwritable }: ToolRules): string[] {
  const rule = (tool: string, path: string) => {
    if (/^[^(),\r\n]+$/.test(path)) return `${tool}(./${path})`;
    throw incapable(
      title,
      `cannot be kept from the path ${JSON.stringify(path)}: its rules have no way to write it`,
      "Write a pattern of paths without brackets and commas.",
    );
  };
  return [
    ...unreadable.flatMap((path) => [rule("Read", path), rule("Edit", path)]),
    ...unwritable.map((path) => rule("Edit", path)),
  ];
}
