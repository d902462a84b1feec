import type { StreamEvent } from "../adapter-event.ts";
import { dataFields, shortName, textFields } from "../stream/event-text.ts";
import type { CodexItem } from "./codex-lines.ts";

/** Items that no answer of the model stands for. */
const besides: ReadonlySet<string> = new Set(["reasoning", "error", "todo_list"]);

/** Whether an item that has come to its end is counted as a turn. */
export function isTurn({ type }: CodexItem): boolean {
  return !besides.has(type);
}

/** An item as events; nothing for a type that is not known here, or for a state of it that says nothing new. */
export function itemEvents(item: CodexItem, isEnd: boolean): StreamEvent[] | undefined {
  const { type, id } = item;
  const status = statusOf(item, isEnd);
  const facts = { call: id };
  switch (type) {
    case "agent_message":
      return isEnd ? [{ type: "message", ...textFields(item.text) }] : [];
    case "reasoning":
      return isEnd
        ? [{ type: "message", ...textFields(item.text), ...dataFields({ kind: "thinking" }) }]
        : [];
    case "command_execution": {
      const said = isEnd ? item.aggregated_output : item.command;
      const code = item.exit_code ?? undefined;
      return [
        {
          type: "tool",
          tool: "shell",
          status,
          ...textFields(said),
          ...dataFields({ ...facts, command: item.command, exitCode: code }),
        },
      ];
    }
    case "file_change":
      return (item.changes ?? []).map(({ path, kind }) => ({
        type: "file",
        tool: "apply_patch",
        status,
        ...dataFields({ ...facts, path, change: kind }),
      }));
    case "mcp_tool_call": {
      const said = item.error?.message ?? resultText(item.result);
      const tool = shortName(`mcp__${item.server ?? ""}__${item.tool ?? ""}`, 256);
      return [
        {
          type: "tool",
          tool,
          status,
          ...textFields(isEnd ? said : undefined),
          ...dataFields({ ...facts, arguments: item.arguments }),
        },
      ];
    }
    case "collab_tool_call":
      return [
        {
          type: "subagent",
          tool: shortName(item.tool ?? "", 256),
          status,
          ...textFields(item.prompt),
          ...dataFields(facts),
        },
      ];
    case "web_search":
      return [{ type: "tool", tool: "web_search", status, ...dataFields({ ...facts, query: item.query }) }];
    case "todo_list":
      return [{ type: "status", ...textFields(listText(item.items)), ...dataFields({ kind: "plan" }) }];
    case "error":
      return [
        { type: "status", status: "failed", ...textFields(item.message), ...dataFields({ kind: "warning" }) },
      ];
    default:
      return undefined;
  }
}

function statusOf({ status, exit_code }: CodexItem, isEnd: boolean): NonNullable<StreamEvent["status"]> {
  if (status === "declined") return "denied";
  if (status === "failed") return "failed";
  if (!isEnd) return "started";
  return exit_code === undefined || exit_code === null || exit_code === 0 ? "completed" : "failed";
}

function listText(items: CodexItem["items"]): string {
  return (items ?? []).map(({ text, completed }) => `${completed ? "[x]" : "[ ]"} ${text}`).join("\n");
}

/** The text of what a tool of an MCP server gave: a list of parts of which some are text. */
function resultText(result: unknown): string | undefined {
  if (
    typeof result !== "object" ||
    result === null ||
    !("content" in result) ||
    !Array.isArray(result.content)
  )
    return undefined;
  const texts = result.content.flatMap((part: unknown) =>
    typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
      ? [part.text]
      : [],
  );
  return texts.join("\n");
}
