import type { RunEvent } from "../../../../agents/run-bundle/run-event.ts";
import { countWords, moneyWords } from "../data/figure-words.ts";
import type { IconName } from "../icon/icon-shapes.ts";
import type { Tone } from "../status/tone.ts";
import { withoutColors } from "../text/ansi-pieces.ts";

type EventType = RunEvent["type"];

/** The look and the word of each type of event. */
export const eventLooks: Readonly<Record<EventType, { readonly icon: IconName; readonly word: string }>> = {
  message: { icon: "message-square", word: "Message" },
  tool: { icon: "wrench", word: "Tool" },
  subagent: { icon: "bot", word: "Subagent" },
  file: { icon: "file-pen", word: "File" },
  approval: { icon: "shield", word: "Approval" },
  cost: { icon: "dollar-sign", word: "Cost" },
  heartbeat: { icon: "heart-pulse", word: "Heartbeat" },
  status: { icon: "info", word: "Status" },
};

const tones = { started: "busy", completed: "ok", failed: "bad", denied: "warn" } as const;

export function eventTone({ status }: RunEvent): Tone | undefined {
  return status === undefined ? undefined : tones[status];
}

/** Where an event is from: `person`, the agent's `thinking`, or the `agent`. */
export function speakerOf({ data, lane }: RunEvent): {
  readonly name: string;
  readonly from: "agent" | "person" | "thinking";
} {
  const from = data?.kind === "thinking" ? "thinking" : data?.role === "user" ? "person" : "agent";
  return { name: from === "person" ? "Person" : (lane ?? "Agent"), from };
}

/** One line that says what happened. */
export function eventSentence({ type, tool, text = "", data = {} }: RunEvent): string {
  const said = firstLine(text);
  switch (type) {
    case "tool":
    case "approval":
      return [tool, said || argumentsLine(data)].filter(Boolean).join("  ");
    case "file":
      return [typeof data.path === "string" ? firstLine(data.path) : tool, said].filter(Boolean).join("  ");
    case "cost":
      return costLine(data);
    case "heartbeat":
      return "The runner is there";
    default:
      return said || (tool ?? (typeof data.kind === "string" ? data.kind : ""));
  }
}

/** Whether there is more to an event than its line. */
export function hasMore(event: RunEvent): boolean {
  const { text = "", data = {} } = event;
  if (event.type === "cost" || event.type === "heartbeat") return false;
  return text.trimEnd().includes("\n") || text.length > 120 || Object.keys(shownData(data)).length > 0;
}

/** The facts of an event that are worth a look: not the number of the client's call. */
export function shownData(data: NonNullable<RunEvent["data"]>): Record<string, unknown> {
  const { call: _, kind: __, role: ___, path, ...rest } = data;
  return Object.keys(rest).length === 0 ? {} : { ...(path === undefined ? {} : { path }), ...rest };
}

function argumentsLine(data: NonNullable<RunEvent["data"]>): string {
  const [first] = Object.values(shownData(data)).filter((value) => typeof value === "string");
  return typeof first === "string" ? firstLine(first) : "";
}

function costLine({ turns, tokens, cost }: NonNullable<RunEvent["data"]>): string {
  return [
    typeof cost === "string" ? moneyWords(cost) : undefined,
    typeof tokens === "number" ? `${countWords(tokens)} tokens` : undefined,
    typeof turns === "number" ? `${turns} turns` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

function firstLine(text: string): string {
  return withoutColors(text.slice(0, 4000)).trimStart().split("\n", 1)[0]?.slice(0, 300) ?? "";
}
