import type { AdapterEvent, StreamEvent, StreamResult } from "../adapter-event.ts";
import { isSessionId } from "../sessions/session-id.ts";
import { dataFields, textFields } from "../stream/event-text.ts";
import { type ProtocolLine, readProtocol, unknownLine } from "../stream/protocol-line.ts";
import { UsageSum } from "../stream/usage-sum.ts";
import { messageLine, type ResultLine, resultLine, systemLine, tokensIn, usedSince } from "./claude-lines.ts";
import { ClaudeMessages } from "./claude-messages.ts";

/** Reads what `claude -p --output-format stream-json --verbose` writes. */
export function readClaudeStream(lines: AsyncIterable<string>): AsyncIterable<AdapterEvent> {
  const stream = new ClaudeStream();
  return readProtocol(lines, (line) => stream.read(line));
}

class ClaudeStream {
  readonly #messages = new ClaudeMessages();
  readonly #sum = new UsageSum();
  #sessionId: string | undefined;
  /** Of the results so far, and of the messages since. */
  #settled = { tokens: 0, cost: 0 };
  readonly #open = new Map<string, number>();
  #openTokens = 0;

  *read(line: ProtocolLine): Generator<AdapterEvent> {
    const before = this.#sum.usage;
    if (line.type === "system") yield* this.#system(line);
    else if (line.type === "assistant" || line.type === "user") yield* this.#message(line);
    else if (line.type === "result") yield* this.#result(line);
    else if (line.type === "tool_progress" || line.type === "keep_alive") yield event({ type: "heartbeat" });
    else yield unknownLine(line);
    const { usage } = this.#sum;
    if (usage.turns > before.turns || usage.tokens > before.tokens) yield { kind: "usage", usage };
  }

  *#system(line: ProtocolLine): Generator<AdapterEvent> {
    const read = systemLine.safeParse(line);
    if (!read.success) yield unknownLine(line);
    else if (read.data.subtype === "init") yield* this.#started(read.data);
    else yield this.#messages.system(read.data) ?? unknownLine(line);
  }

  *#started({
    session_id,
    model,
    claude_code_version,
    permissionMode,
    mcp_servers = [],
  }: ReturnType<typeof systemLine.parse>) {
    const isFirst = this.#sessionId === undefined;
    yield* this.#named(session_id);
    // It starts again whenever a subagent has ended.
    if (!isFirst) return;
    yield event({
      type: "status",
      ...dataFields({ kind: "started", model, version: claude_code_version, permissionMode }),
    });
    for (const { name, status } of mcp_servers)
      if (status !== "connected" && status !== "pending")
        yield event({
          type: "status",
          status: "failed",
          ...dataFields({ kind: "mcp_server", name, status }),
        });
  }

  *#named(sessionId: string | undefined): Generator<AdapterEvent> {
    if (sessionId === undefined || !isSessionId(sessionId) || sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    yield { kind: "session", sessionId };
  }

  *#message(line: ProtocolLine): Generator<AdapterEvent> {
    const read = messageLine.safeParse(line);
    if (!read.success) {
      yield unknownLine(line);
      return;
    }
    const { message, parent_tool_use_id: parent } = read.data;
    if (line.type === "assistant" && message.id !== undefined)
      this.#count(message.id, tokensIn(message.usage));
    for (const one of this.#messages.blocks(message.content, parent ?? undefined, line.type === "assistant"))
      yield event(one);
  }

  /** A message comes in several lines, which all say what the whole of it has used so far. */
  #count(id: string, tokens: number): void {
    const before = this.#open.get(id);
    if (before === undefined) this.#sum.addTurn();
    const more = Math.max(0, tokens - (before ?? 0));
    this.#open.set(id, (before ?? 0) + more);
    this.#openTokens += more;
    this.#sum.raise({ tokens: this.#settled.tokens + this.#openTokens });
  }

  *#result(line: ProtocolLine): Generator<AdapterEvent> {
    const read = resultLine.safeParse(line);
    if (!read.success) {
      yield unknownLine(line);
      return;
    }
    yield* this.#named(read.data.session_id);
    this.#settle(read.data);
    yield* this.#sum.told();
    yield { kind: "result", result: resultOf(read.data) };
  }

  /** The sums of a result go on from those of an earlier attempt of the session: only what was used since the last one counts. */
  #settle(result: ResultLine): void {
    const since = usedSince(result) ?? {
      tokens: this.#openTokens,
      cost: (result.total_cost_usd ?? 0) - this.#settled.cost,
    };
    this.#settled = {
      tokens: this.#settled.tokens + since.tokens,
      cost: this.#settled.cost + Math.max(0, since.cost),
    };
    this.#open.clear();
    this.#openTokens = 0;
    const { tokens, cost } = this.#settled;
    this.#sum.raise({ tokens, cost });
  }
}

function event(one: StreamEvent): AdapterEvent {
  return { kind: "event", event: one };
}

/** The limits that the client is given, and ends at by itself. */
const limits: ReadonlySet<string> = new Set(["error_max_turns", "error_max_budget_usd"]);

function resultOf({ subtype, is_error, result, errors }: ResultLine): StreamResult {
  const isFine = subtype === "success" && is_error !== true;
  const said = result ?? errors?.join("\n");
  const { text } = textFields(said);
  return {
    outcome: isFine ? "succeeded" : limits.has(subtype ?? "") ? "limited" : "failed",
    ...(subtype === undefined ? {} : { reason: subtype.slice(0, 100) }),
    ...(text === undefined ? {} : { text }),
  };
}
