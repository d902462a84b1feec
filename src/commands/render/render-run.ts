import { randomUUID } from "node:crypto";
import type { ConfigDatabase } from "../../config/database.ts";
import type { Agent } from "../../env/agent-turns.ts";
import { type AgentOutcome, type RenderAgentsOptions, renderAgents } from "../../env/render-agents.ts";
import { type QueuedOutcome, renderQueued, type WaitingAgent } from "../../env/render-queued.ts";
import { parseShard } from "../../env/shard.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import { adviceOf } from "../../report/text.ts";
import type { Context } from "../../runtime/context.ts";
import { describeFailure, failureOutput } from "../accounts/queue-failure.ts";
import { count } from "../accounts/wording.ts";
import type { EnvOptions } from "../options/env-directories.ts";
import { openEnvSession } from "../places/env-session.ts";
import { asOutput, type CommandResult, errorOf, type Output } from "../result.ts";

export type RenderRunOptions = EnvOptions & {
  readonly onMissingSecret: "fail" | "skip";
  /** Of a run on the queue: agents that failed are not left alone. */
  readonly retryNow?: boolean;
};

/** What a run came to. */
export interface RenderRun {
  readonly envRoot: string;
  readonly outcomes: readonly AgentOutcome[];
  /** Agents of the queue that were left alone since they failed before, and those of them that nobody asked to skip. */
  readonly waiting: readonly WaitingAgent[];
  readonly failing: readonly WaitingAgent[];
  readonly accessLog?: string;
}

/** What one run renders, and with which secrets. */
export interface RenderQuestion {
  /** Agents by config, or those that are due in the render queue of `secretsFrom`. */
  readonly agents: readonly Agent[] | "due";
  /** Where the sealed secrets are, and the log of their reads. */
  readonly secretsFrom: ConfigDatabase;
  readonly options: RenderRunOptions;
}

/** Renders agents; what fails for one is in its outcome. */
export async function renderRun(
  context: Context,
  project: Project,
  { agents, secretsFrom, options }: RenderQuestion,
): Promise<RenderRun> {
  await using session = await openEnvSession(context, project, { secretsFrom, options, command: "render" });
  const { settings } = session;
  const { envRoot } = settings;
  const progress = context.log.progress("render");
  const shared = {
    ...settings,
    onMissingSecret: options.onMissingSecret,
    onOutcome: ({ agent }: AgentOutcome) => progress.update(agent),
  };
  const { outcomes, waiting } =
    agents === "due"
      ? await renderDue(shared, secretsFrom, options.retryNow)
      : { outcomes: await renderGiven(shared, agents, options.shard), waiting: [] };
  const left = waiting.length === 0 ? "" : `, ${count(waiting.length, "agent")} left alone after failures`;
  progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}${left}`);
  const accessLog = await session.writeAccessLog();
  const asked = options.onMissingSecret === "skip" ? "MISSING_SECRET" : undefined;
  const failing = waiting.filter(({ failure }) => failure.code !== asked);
  return { envRoot, outcomes, waiting, failing, ...(accessLog === undefined ? {} : { accessLog }) };
}

type Shared = Omit<RenderAgentsOptions, "agents">;

async function renderGiven(
  shared: Shared,
  agents: readonly Agent[],
  shard: string | undefined,
): Promise<AgentOutcome[]> {
  return renderAgents({ ...shared, agents, ...(shard === undefined ? {} : { shard: parseShard(shard) }) });
}

/** Every process is a worker of its own, beside any number of others on the same queue. */
async function renderDue(shared: Shared, database: ConfigDatabase, retryNow = false): Promise<QueuedOutcome> {
  return renderQueued({ ...shared, database, retryNow, worker: `worker-${randomUUID()}` });
}

/** A run as the result of a command. */
export function renderResult({ envRoot, outcomes, waiting, failing, accessLog }: RenderRun): CommandResult {
  const having = (result: AgentOutcome["result"]) =>
    outcomes.filter((outcome) => outcome.result === result).length;
  return {
    outputs: {
      path: envRoot,
      rendered: having("rendered"),
      unchanged: having("unchanged"),
      skipped: having("skipped"),
      failed: having("failed"),
      waiting: waiting.length,
      accessLog,
      agents: [...outcomes.map(outcomeOutput), ...waiting.map(waitingOutput)],
    },
    changed: having("rendered") > 0,
    account: [...outcomes.flatMap(outcomeAccount), ...waiting.map(waitingAccount)],
    faults: [
      ...outcomes.flatMap((outcome) => (outcome.result === "failed" ? [outcome.error] : [])),
      ...(failing.length > 0 ? [stillFailing(failing)] : []),
    ],
  };
}

function waitingOutput({ agent, failure, nextTry }: WaitingAgent): Output {
  return { agent, result: "waiting", ...failureOutput(failure), nextTry: nextTry.toISOString() };
}

function waitingAccount({ agent, failure, nextTry }: WaitingAgent): string {
  return `${agent} waiting: ${describeFailure(failure)}; next try ${nextTry.toISOString()}`;
}

/** How many agents a message names. */
const named = 20;

/** A scheduled job that renders nothing is not green while agents wait for somebody to fix them. */
function stillFailing(failing: readonly WaitingAgent[]): IdentikitError {
  const names = failing
    .slice(0, named)
    .map(({ agent, failure: { code } }) => (code === "" ? agent : `${agent} (${code})`));
  const more = failing.length > named ? ` and ${failing.length - named} more` : "";
  const problem = `${count(failing.length, "agent")} failed before and ${failing.length === 1 ? "waits" : "wait"} for the next try: ${names.join(", ")}${more}`;
  return new IdentikitError("AGENT_FAILING", problem, {
    remedy:
      "Fix what identikit queue shows; a write to an agent's rows makes it due at once, and so does identikit render --queued --retry-now.",
    retry: { kind: "later" },
  });
}

function outcomeOutput(outcome: AgentOutcome): Output {
  if ("error" in outcome)
    return { agent: outcome.agent, result: outcome.result, error: errorOf(outcome.error) };
  const { agent, result, written, removed, secrets, warnings } = outcome;
  return {
    agent,
    result,
    written: [...written],
    removed: [...removed],
    secrets: [...secrets],
    warnings: asOutput(warnings),
  };
}

function outcomeAccount(outcome: AgentOutcome): string[] {
  const { agent, result } = outcome;
  if ("error" in outcome) {
    // A failure is told in full at the end; of an agent that was skipped this is all that is said.
    const { code, message } = outcome.error;
    return [`${agent} ${result}: ${result === "failed" ? code : `${code}: ${message}`}`];
  }
  const files = outcome.written.length + outcome.removed.length;
  const what = result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`;
  return [
    `${agent} ${what}`,
    ...outcome.warnings.map((warning) => `  ${warning.code} ${warning.path}: ${adviceOf(warning)}`),
  ];
}
