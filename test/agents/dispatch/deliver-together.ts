import { spawn } from "node:child_process";
import { join } from "node:path";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import type { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { organization } from "./scene.ts";

/** What came of many deliveries of one failing check. */
export interface Outcome {
  readonly seconds: number;
  readonly runs: number;
  /** What the run says of how many joined it. */
  readonly joined: number | undefined;
  readonly decisions: Readonly<Record<string, number>>;
  /** What the rule says of them. */
  readonly counted: unknown;
}

/** Lets so many processes deliver so many failures each, all at the same time. */
export async function deliverTogether(location: string, processes: number, each: number): Promise<number> {
  const script = join(import.meta.dirname, "deliverer.ts");
  const running = Array.from({ length: processes }, (_, at) => {
    const child = spawn(process.execPath, [script, location, String(at * each), String(each)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ready = new Promise((resolve) => child.stdout.once("data", resolve));
    const done = new Promise<number | null>((resolve) => child.once("close", resolve));
    return { child, ready, done };
  });
  await Promise.all(running.map(({ ready }) => ready));
  const start = performance.now();
  for (const { child } of running) child.stdin.write("go\n");
  const codes = await Promise.all(running.map(({ done }) => done));
  if (codes.some((code) => code !== 0)) throw new Error(`the processes ended with ${codes.join(", ")}`);
  return (performance.now() - start) / 1000;
}

/** Everything that the database says of it. */
export async function outcomeOf(store: SqlStore, seconds: number): Promise<Outcome> {
  return await store.read(async (reader) => {
    const runs = await Array.fromAsync(reader.each(agentDispatchRun));
    const decisions: Record<string, number> = {};
    for await (const { spec } of reader.each(agentTriggerExecution))
      decisions[spec.decision] = (decisions[spec.decision] ?? 0) + 1;
    const rule = await reader.get(agentTriggerRule, { namespace: organization, name: "fix" });
    return {
      seconds,
      runs: runs.length,
      joined: runs[0]?.status.coalesced,
      decisions,
      counted: rule?.status.executions,
    };
  });
}
