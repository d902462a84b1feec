import type { Launch } from "../launch.ts";
import type { LaunchParts } from "../launch-parts.ts";
import { type ToolRules, toolRules } from "../tools/tool-rules.ts";
import { claudeTools } from "./claude-tools.ts";

/** Subagents as `--agents` takes them, and what of their rules has to hold for the whole session. */
export interface ClaudeSubagents {
  readonly agents: Readonly<Record<string, object>>;
  readonly notes: readonly string[];
}

/**
 * The subagents of a stack. Rules of Claude Code are of a session, so a subagent whose profile wants an approval for a tool is not
 * given the tool at all.
 */
export function claudeSubagents(parts: LaunchParts, launch: Launch): ClaudeSubagents {
  const notes: string[] = [];
  const agents = parts.subagents.map((one) => {
    const { name, rolePrompt, taskKinds, model, mcpServers, toolProfile, subagents = [], limits } = one;
    const held: string[] = [];
    if (toolProfile) {
      const tools = claudeTools(toolRules(toolProfile, parts, launch), parts.mcpServers);
      held.push(...tools.disallowed.filter((rule) => !rule.includes("(")), ...tools.asked);
      if (tools.asked.length > 0)
        notes.push(
          `The subagent ${name} has no ${tools.asked.join(", ")}: nobody can be asked for one subagent alone.`,
        );
    }
    if (subagents.length === 0) held.push("Task", "Agent");
    const definition = {
      description: `For tasks of the kind ${taskKinds.join(", ")}.`,
      prompt: rolePrompt,
      ...(model === undefined ? {} : { model }),
      ...(held.length === 0 ? {} : { disallowedTools: [...new Set(held)] }),
      ...(limits?.turns === undefined ? {} : { maxTurns: limits.turns }),
      ...(mcpServers === undefined ? {} : { mcpServers }),
    };
    return [name, definition] as const;
  });
  return { agents: Object.fromEntries(agents), notes };
}

/** The rules of a session: those of the agent, with the commands and paths that are denied to any of its subagents. */
export function sessionRules(parts: LaunchParts, launch: Launch): ToolRules {
  const own = toolRules(parts.toolProfile, parts, launch);
  const others = parts.subagents.flatMap(({ toolProfile }) =>
    toolProfile ? [toolRules(toolProfile, parts, launch)] : [],
  );
  const all = [own, ...others];
  return {
    ...own,
    commandsAllowed: own.commandsAllowed.filter(
      (command) => !all.some(({ commandsDenied }) => commandsDenied.includes(command)),
    ),
    commandsDenied: [...new Set(all.flatMap(({ commandsDenied }) => commandsDenied))],
    unreadable: [...new Set(all.flatMap(({ unreadable }) => unreadable))],
    unwritable: [...new Set(all.flatMap(({ unwritable }) => unwritable))],
  };
}
