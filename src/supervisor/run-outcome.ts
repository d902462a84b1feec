import type { StreamResult } from "../adapters/adapter-event.ts";
import type { SpentBudget } from "../adapters/stream/budget-meter.ts";
import type { RunBundle } from "../agents/run-bundle/run-bundle.ts";
import type { Ending } from "../isolation/isolation.ts";

export type RunOutcome = RunBundle["outcome"];

/** What is known of an agent's end. */
export interface AgentEnd {
  readonly ending: Ending;
  /** What its client said last. */
  readonly result: StreamResult | undefined;
  readonly spent: SpentBudget | undefined;
  /** Whether the job itself was told to stop. */
  readonly isCancelled: boolean;
}

/** What an attempt came to: an end without the client's own word for success is none. */
export function outcomeOf({ ending, result, spent, isCancelled }: AgentEnd): RunOutcome {
  const exitCode = ending.code === null ? {} : { exitCode: ending.code };
  const failed = (reason: string, message: string): RunOutcome => ({
    ...{ phase: "Failed", reason, message: message.slice(0, 4000) },
    ...exitCode,
  });
  if (isCancelled)
    return { phase: "Cancelled", reason: "CANCELLED", message: "the job was told to stop", ...exitCode };
  if (spent) return failed("BUDGET_SPENT", `it has used ${spent.used}`);
  if (ending.reason === "time") return failed("BUDGET_SPENT", "its time was over");
  if (ending.reason === "output")
    return failed("OUTPUT_TOO_LARGE", `it wrote ${ending.outputBytes} bytes, more than it may`);
  if (ending.reason === "memory") return failed("MEMORY_SPENT", "it used more memory than it may");
  if (result?.outcome === "limited")
    return failed("BUDGET_SPENT", result.text ?? result.reason ?? "its client ended it at a limit");
  if (result?.outcome === "failed")
    return failed("AGENT_FAILED", result.text ?? result.reason ?? "its client says that it failed");
  const how = ending.signal === null ? `code ${ending.code}` : ending.signal;
  if (!result)
    return failed("AGENT_FAILED", `its client ended with ${how} and did not say that the work is done`);
  if (ending.code !== 0) return failed("AGENT_FAILED", `its client ended with ${how}`);
  return { phase: "Succeeded", ...exitCode };
}
