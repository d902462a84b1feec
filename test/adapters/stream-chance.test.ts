import { expect, test } from "vitest";
import { adapterNamed } from "../../src/adapters/adapters.ts";
import { runEvent } from "../../src/agents/run-bundle/run-event.ts";
import { linesFrom, ofKind } from "./launches.ts";

/** A line of each kind that the clients write. */
const lines: readonly object[] = [
  {
    type: "system",
    subtype: "init",
    session_id: "s-1",
    model: "m",
    mcp_servers: [{ name: "a", status: "failed" }],
  },
  { type: "system", subtype: "task_started", tool_use_id: "t1", subagent_type: "reader", description: "d" },
  { type: "system", subtype: "permission_denied", tool_use_id: "t1", tool_name: "Bash", message: "no" },
  {
    type: "assistant",
    parent_tool_use_id: null,
    message: {
      id: "m1",
      content: [
        { type: "text", text: "x" },
        { type: "thinking", thinking: "y" },
      ],
      usage: { input_tokens: 5, output_tokens: 6 },
    },
  },
  {
    type: "assistant",
    message: {
      id: "m2",
      content: [
        {
          type: "tool_use",
          id: "t1",
          name: "Task",
          input: { subagent_type: "reader", file_path: "a", command: "b" },
        },
      ],
    },
  },
  {
    type: "user",
    message: {
      content: [
        { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "z" }], is_error: true },
      ],
    },
  },
  {
    type: "result",
    subtype: "success",
    is_error: false,
    result: "r",
    session_id: "s-1",
    total_cost_usd: 0.5,
    num_turns: 3,
    usage: { input_tokens: 1 },
    model_usage_since_last_result: { m: { inputTokens: 5, costUSD: 0.1 } },
  },
  { type: "thread.started", thread_id: "t-1" },
  {
    type: "item.completed",
    item: {
      id: "i",
      type: "command_execution",
      command: "c",
      aggregated_output: "o",
      exit_code: 1,
      status: "failed",
    },
  },
  {
    type: "item.completed",
    item: { id: "i", type: "file_change", changes: [{ path: "p", kind: "add" }], status: "completed" },
  },
  {
    type: "item.started",
    item: {
      id: "i",
      type: "mcp_tool_call",
      server: "s",
      tool: "t",
      arguments: { a: 1 },
      result: { content: [{ text: "x" }] },
      status: "in_progress",
    },
  },
  { type: "item.updated", item: { id: "i", type: "todo_list", items: [{ text: "a", completed: true }] } },
  { type: "turn.completed", usage: { input_tokens: 5, cached_input_tokens: 2, output_tokens: 6 } },
  { type: "turn.failed", error: { message: "e" } },
  { type: "message", text: "hello", lane: "l", data: { a: 1, b: [1, { c: null }] } },
  { type: "cost", turns: 1, tokens: 2, cost: "0.5" },
  { type: "session", id: "s-2" },
  { type: "result", outcome: "succeeded", text: "t", reason: "r" },
];

const strange: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.1,
  "",
  "\u0000\u001b[1m",
  "x".repeat(200_000),
  "../..",
  [],
  [null],
  {},
  { type: "text" },
  { __proto__: null, toString: 1 },
];

/** A number below a bound, by chance that is the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The same value with something in it put in the place of something else, taken away, or said twice. */
function changed(value: unknown, next: (below: number) => number): unknown {
  if (typeof value !== "object" || value === null || next(4) === 0) return strange[next(strange.length)];
  if (Array.isArray(value))
    return value.length === 0 || next(5) === 0
      ? [...value, ...value, strange[next(strange.length)]]
      : value.map((item, at) => (at === next(value.length) ? changed(item, next) : item));
  const keys = Object.keys(value);
  const key = keys[next(keys.length)] ?? "x";
  const entries = Object.entries(value).flatMap(([name, item]) =>
    name !== key ? [[name, item]] : next(6) === 0 ? [] : [[name, changed(item, next)]],
  );
  return Object.fromEntries(entries);
}

test.each(["claude", "codex", "command"] as const)(
  "whatever is changed in lines of %s, the events are valid, and sums only grow",
  async (adapter) => {
    const next = chance(adapter.length);
    const stream = Array.from({ length: 4000 }, () => {
      const line = lines[next(lines.length)] ?? {};
      const other = next(3) === 0 ? line : changed(line, next);
      const text = JSON.stringify(other) ?? "";
      return next(10) === 0 ? text.slice(0, next(text.length)) : text;
    });
    const events = await Array.fromAsync(adapterNamed(adapter).readStream(linesFrom(stream)));
    expect(events.length).toBeGreaterThan(1000);
    for (const { event } of ofKind(events, "event")) {
      const { error } = runEvent.safeParse({ ...event, seq: 1 });
      expect(error, JSON.stringify(event).slice(0, 500)).toBeUndefined();
      expect(JSON.stringify(event).length).toBeLessThan(1_000_000);
    }
    for (const { sessionId } of ofKind(events, "session")) expect(sessionId).toMatch(/^[\w.-]{1,200}$/);
    let before = { turns: 0, tokens: 0, cost: 0 };
    for (const { usage } of ofKind(events, "usage")) {
      const { turns, tokens, cost = "0" } = usage;
      expect(Number.isSafeInteger(tokens) && Number.isSafeInteger(turns), JSON.stringify(usage)).toBe(true);
      expect(cost).toMatch(/^\d{1,9}(\.\d{1,6})?$/);
      expect(turns).toBeGreaterThanOrEqual(before.turns);
      expect(tokens).toBeGreaterThanOrEqual(before.tokens);
      expect(Number(cost)).toBeGreaterThanOrEqual(before.cost);
      before = { turns, tokens, cost: Number(cost) };
    }
  },
);
