import type { ConfigDatabase } from "../../config/database.ts";
import type { Agent } from "../../env/agent-turns.ts";
import { rehearseAgents } from "../../env/rehearse-render.ts";
import { type AgentOutcome, type RenderAgentsOptions, renderAgents } from "../../env/render-agents.ts";
import { type QueuedOutcome, renderQueued, type WaitingAgent } from "../../env/render-queued.ts";
import { SettledIndex } from "../../env/settled-index.ts";
import { parseShard } from "../../env/shard.ts";
import { parseShare } from "../../env/share.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { MissingSecretError } from "../../secret/missing-secret-error.ts";
import { comparePaths } from "../../tree/path.ts";
import { countedProgress } from "../accounts/counted-progress.ts";
import { describeFailure, failureOutput } from "../accounts/queue-failure.ts";
import { outcomeAccount, outcomeOutput } from "../accounts/render-outcome.ts";
import { count } from "../accounts/wording.ts";
import type { EnvOptions } from "../options/env-directories.ts";
import { openEnvSession } from "../places/env-session.ts";
import type { KeyringPlaces } from "../places/keys.ts";
import { newWorkerName } from "../places/worker-name.ts";
import type { CommandResult, Output } from "../result.ts";

export type RenderRunOptions = EnvOptions & {
  readonly onMissingSecret: "fail" | "skip";
  /** Says what would be written, and writes nothing; not of a run on the queue. */
  readonly dryRun?: boolean;
  /** Env directories that look as they did when they were last read are not read again. */
  readonly trustStat?: boolean;
  /** Of a run on the queue: agents that failed are not left alone. */
  readonly retryNow?: boolean;
  /** Of a run on the queue: only this part of the fleet. */
  readonly share?: string | undefined;
  /** Of a run on the queue: it ends once so many agents failed. */
  readonly stopAfter?: number | undefined;
};

/** What a run came to. */
export interface RenderRun {
  readonly envRoot: string;
  readonly outcomes: readonly AgentOutcome[];
  /** Agents of the queue that were left alone since they failed before, and those of them that nobody asked to skip. */
  readonly waiting: readonly WaitingAgent[];
  readonly failing: readonly WaitingAgent[];
  /** Whether the run ended early because it had as many failed agents as its limit. */
  readonly stopped: boolean;
  readonly dryRun: boolean;
  readonly accessLog?: string;
}

/** What one run renders, and with which secrets. */
export interface RenderQuestion {
  /** Agents by config, or those that are due in the render queue of `secretsFrom`. */
  readonly agents: readonly Agent[] | "due";
  /** Where the sealed secrets are, and the log of their reads. */
  readonly secretsFrom: ConfigDatabase;
  readonly options: RenderRunOptions;
  /** Where keys may come from besides the environment. */
  readonly keys?: KeyringPlaces;
}

/** Renders agents; what fails for one is in its outcome. */
export async function renderRun(
  context: Context,
  project: Project,
  { agents, secretsFrom, options, keys }: RenderQuestion,
): Promise<RenderRun> {
  const { dryRun = false } = options;
  await using session = await openEnvSession(context, project, {
    secretsFrom,
    options,
    command: "render",
    events: dryRun ? "none" : "required",
    ...(keys === undefined ? {} : { keys }),
  });
  const { settings } = session;
  const { envRoot } = settings;
  const settledIndex = options.trustStat === true ? SettledIndex.open(envRoot) : undefined;
  const progress = context.log.progress("render");
  const known = agents !== "due" && options.shard === undefined ? agents.length : undefined;
  const tell = countedProgress(progress, context.clock, known);
  const shared = {
    ...settings,
    settledIndex,
    onMissingSecret: options.onMissingSecret,
    onOutcome: ({ agent }: AgentOutcome) => tell(agent),
  };
  const { outcomes, waiting, stopped } =
    agents === "due"
      ? await renderDue(shared, secretsFrom, options)
      : { outcomes: await renderGiven(shared, agents, options), waiting: [], stopped: false };
  await settledIndex?.write();
  const left = waiting.length === 0 ? "" : `, ${count(waiting.length, "agent")} left alone after failures`;
  progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}${left}`);
  const accessLog = await session.writeAccessLog();
  const asked = options.onMissingSecret === "skip" ? "MISSING_SECRET" : undefined;
  const failing = waiting.filter(({ failure }) => failure.code !== asked);
  return {
    envRoot,
    outcomes,
    waiting,
    failing,
    stopped,
    dryRun,
    ...(accessLog === undefined ? {} : { accessLog }),
  };
}

type Shared = Omit<RenderAgentsOptions, "agents">;

async function renderGiven(
  shared: Shared,
  agents: readonly Agent[],
  { shard, dryRun = false }: RenderRunOptions,
): Promise<AgentOutcome[]> {
  const run = dryRun ? rehearseAgents : renderAgents;
  return run({ ...shared, agents, ...(shard === undefined ? {} : { shard: parseShard(shard) }) });
}

/** Every process is a worker of its own, beside any number of others on the same queue. */
async function renderDue(
  shared: Shared,
  database: ConfigDatabase,
  { retryNow = false, share, stopAfter }: RenderRunOptions,
): Promise<QueuedOutcome> {
  return renderQueued({
    ...shared,
    database,
    retryNow,
    worker: newWorkerName(),
    share: share === undefined ? undefined : parseShare(share),
    stopAfter,
  });
}

/** A run as the result of a command. */
export function renderResult(run: RenderRun): CommandResult {
  const { envRoot, outcomes, waiting, failing, stopped, dryRun, accessLog } = run;
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
      stopped,
      ...(dryRun ? { dryRun } : {}),
      accessLog,
      agents: [...outcomes.map(outcomeOutput), ...waiting.map(waitingOutput)],
    },
    changed: having("rendered") > 0 && !dryRun,
    account: [
      ...outcomes.flatMap((outcome) => outcomeAccount(outcome, dryRun)),
      ...waiting.map(waitingAccount),
    ],
    faults: [
      ...inOneGo(outcomes.flatMap((outcome) => (outcome.result === "failed" ? [outcome] : []))),
      ...(failing.length > 0 ? [stillFailing(failing)] : []),
      ...(stopped ? [rolloutStopped(having("failed"))] : []),
    ],
  };
}

/** What failed; secrets that are missing are one failure, with every name and every agent, since they are set in one go. */
function inOneGo(
  failed: readonly { readonly agent: string; readonly error: IdentikitError }[],
): IdentikitError[] {
  const lacking = failed.filter(({ error }) => error instanceof MissingSecretError);
  const others = failed.filter(({ error }) => !(error instanceof MissingSecretError));
  if (lacking.length < 2) return failed.map(({ error }) => error);
  const names = lacking.flatMap(({ error }) =>
    error instanceof MissingSecretError ? error.secretNames : [],
  );
  const [first, ...rest] = [...new Set(names)].sort(comparePaths);
  const agents = lacking.map(({ agent }) => agent);
  const more = agents.length > named ? ` and ${agents.length - named} more` : "";
  const needed = `agents ${agents.slice(0, named).join(", ")}${more}`;
  return [new MissingSecretError([certain(first), ...rest], needed), ...others.map(({ error }) => error)];
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

function rolloutStopped(failed: number): IdentikitError {
  return new IdentikitError(
    "ROLLOUT_STOPPED",
    `${count(failed, "agent")} failed, so the run stopped; the agents that are left were not touched and stay due`,
    { remedy: "Fix what failed, or take the change back (identikit config rollback), and run it again." },
  );
}
