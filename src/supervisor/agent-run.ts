import type { Adapter, CommandLine } from "../adapters/adapter.ts";
import type { AttemptUsage, StreamResult } from "../adapters/adapter-event.ts";
import { maskedEvents } from "../adapters/masking/masked-events.ts";
import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import { Transcript } from "../adapters/sessions/transcript.ts";
import { BudgetMeter, type SpentBudget } from "../adapters/stream/budget-meter.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { Ending } from "../isolation/isolation.ts";
import type { EventLog } from "./event-log.ts";

/** A program that was started apart. */
export interface AgentProcess {
  /** Standard output, line by line, bounded; it ends with the program. */
  readonly lines: AsyncIterable<string>;
  readonly ended: Promise<Ending>;
  /** What it complained of last. */
  stderr(): string;
  /** Ends it, with everything that it started. */
  end(): Promise<void>;
}

export interface AgentRunOptions {
  readonly adapter: Adapter;
  readonly command: CommandLine;
  readonly agent: AgentProcess;
  readonly budget: Ticket["budget"];
  readonly secrets: SecretFinder;
  readonly events: EventLog;
  readonly tokensBefore: number;
  /** Called when the client gives its conversation a name. */
  readonly onSession?: ((sessionId: string) => void) | undefined;
}

/** What an agent's run came to, as its client told it. */
export interface AgentRun {
  readonly ending: Ending;
  readonly result: StreamResult | undefined;
  readonly usage: AttemptUsage;
  readonly spent: SpentBudget | undefined;
  readonly sessionId: string | undefined;
  readonly transcript: Transcript;
  /** The end of what it wrote to standard error. */
  readonly complaint: string;
}

/** Listens to an agent to its end, and ends it where its budget is spent. */
export async function followAgent(options: AgentRunOptions): Promise<AgentRun> {
  const { adapter, command, agent, budget, secrets, events, tokensBefore, onSession } = options;
  const meter = new BudgetMeter(budget);
  const transcript = new Transcript();
  let result: StreamResult | undefined;
  let spent: SpentBudget | undefined;
  let sessionId: string | undefined;
  for (const note of command.notes) events.add({ type: "status", text: note });
  const stream = adapter.readStream(agent.lines, { tokensBefore });
  for await (const told of maskedEvents(stream, secrets)) {
    if (told.kind === "event") {
      events.add(told.event);
      transcript.add(told.event);
    } else if (told.kind === "session") {
      sessionId = told.sessionId;
      onSession?.(sessionId);
    } else if (told.kind === "result") result = told.result;
    else {
      spent ??= meter.count(told.usage);
      if (spent) await agent.end();
    }
  }
  return {
    ending: await agent.ended,
    result,
    usage: meter.usage,
    spent,
    sessionId,
    transcript,
    complaint: agent.stderr(),
  };
}
