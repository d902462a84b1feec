import type { AdapterEvent, StreamEvent } from "../adapter-event.ts";
import { dataFields, shortName, textFields } from "../stream/event-text.ts";
import { claudeBlock, type systemLine, type ToolResult, type ToolUse } from "./claude-lines.ts";

/** Tools that change a file, with the part of their input that names it. */
const fileTools: Readonly<Record<string, string>> = {
  Edit: "file_path",
  Write: "file_path",
  NotebookEdit: "notebook_path",
};
const subagentTools: ReadonlySet<string> = new Set(["Task", "Agent"]);
/** Calls whose results may still come, at most. */
const mostOpenCalls = 10_000;

type Call = Pick<StreamEvent, "type" | "tool">;

/** The parts of messages as events: which call a result belongs to, and which subagent said something. */
export class ClaudeMessages {
  readonly #calls = new Map<string, Call>();
  readonly #lanes = new Map<string, string>();
  readonly #denied = new Set<string>();

  /** @param parent the call of the subagent that the message is of */
  *blocks(
    content: string | readonly unknown[],
    parent: string | undefined,
    isAgent: boolean,
  ): Generator<StreamEvent> {
    const lane = parent === undefined ? {} : { lane: this.#laneOf(parent) };
    const parts: readonly unknown[] =
      typeof content === "string" ? [{ type: "text", text: content }] : content;
    for (const part of parts) {
      const { data: block } = claudeBlock.safeParse(part);
      if (!block) continue;
      if (block.type === "tool_result") yield { ...this.#ended(block), ...lane };
      // What is said to the agent is the prompt, or a notice of the client.
      else if (!isAgent) continue;
      else if (block.type === "text") yield { type: "message", ...lane, ...textFields(block.text) };
      else if (block.type === "thinking")
        yield {
          type: "message",
          ...lane,
          ...textFields(block.thinking),
          ...dataFields({ kind: "thinking" }),
        };
      else yield { ...this.#begun(block), ...lane };
    }
  }

  /** What the client says itself; nothing for what is not known here. */
  system(line: ReturnType<typeof systemLine.parse>): AdapterEvent | undefined {
    const { subtype, tool_name, tool_use_id, message, description, status, summary, subagent_type } = line;
    if (subtype === "permission_denied" && tool_use_id !== undefined) {
      if (this.#denied.size < mostOpenCalls) this.#denied.add(tool_use_id);
      const tool = shortName(tool_name ?? "", 256);
      return { kind: "event", event: { type: "approval", status: "denied", tool, ...textFields(message) } };
    }
    if ((subtype === "task_started" || subtype === "task_notification") && tool_use_id !== undefined) {
      const isStarted = subtype === "task_started";
      const lane = this.#laneOf(tool_use_id, subagent_type);
      return {
        kind: "event",
        event: {
          type: "subagent",
          lane,
          status: isStarted ? "started" : status === "completed" ? "completed" : "failed",
          ...textFields(isStarted ? description : summary),
        },
      };
    }
    return undefined;
  }

  #begun({ id, name, input }: ToolUse): StreamEvent {
    const tool = shortName(name, 256);
    const isSubagent = subagentTools.has(name);
    const path = input[fileTools[name] ?? ""];
    const type = isSubagent ? "subagent" : typeof path === "string" ? "file" : "tool";
    if (isSubagent)
      this.#laneOf(id, typeof input.subagent_type === "string" ? input.subagent_type : undefined);
    if (this.#calls.size >= mostOpenCalls) this.#calls.clear();
    this.#calls.set(id, { type, tool });
    const said = typeof input.command === "string" ? input.command : undefined;
    const facts = type === "file" ? { path } : input;
    return { type, tool, status: "started", ...textFields(said), ...dataFields({ call: id, ...facts }) };
  }

  #ended({ tool_use_id: id, content, is_error }: ToolResult): StreamEvent {
    const call = this.#calls.get(id) ?? { type: "tool" as const };
    this.#calls.delete(id);
    const status = this.#denied.delete(id) ? "denied" : is_error === true ? "failed" : "completed";
    return { ...call, status, ...textFields(textOf(content)), ...dataFields({ call: id }) };
  }

  /** A name for the lane of a call: what the subagent is, and its number. */
  #laneOf(call: string, kind = "subagent"): string {
    const known = this.#lanes.get(call);
    if (known !== undefined) return known;
    if (this.#lanes.size >= mostOpenCalls) return shortName(call, 200);
    const lane = `${shortName(kind, 180)}-${this.#lanes.size + 1}`;
    this.#lanes.set(call, lane);
    return lane;
  }
}

/** The text of a result: it is one, or a list of parts of which some are text. */
function textOf(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.flatMap((part: unknown) =>
    typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
      ? [part.text]
      : [],
  );
  return texts.join("\n");
}
