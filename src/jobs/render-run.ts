import { resolve } from "node:path";
import { z } from "zod";
import type { AgentConfig } from "../config/agent-config.ts";
import type { ConfigDatabase } from "../config/database.ts";
import type { AgentOutcome } from "../env/render-agents.ts";
import { type Project, workPath } from "../project/project.ts";
import type { Context } from "../runtime/context.ts";
import { count } from "./account-text.ts";
import { errorOf, type JobResult, type Output } from "./job.ts";
import { renderOptions } from "./render-options.ts";

const renderSchema = z.object(renderOptions);
export type RenderRunOptions = z.output<typeof renderSchema>;

/** What a run came to. */
export interface RenderRun {
  readonly envRoot: string;
  readonly outcomes: readonly AgentOutcome[];
  readonly accessLog?: string;
}

/** What one run renders, and with which secrets. */
export interface RenderQuestion {
  readonly agents: readonly AgentConfig[];
  /** Where the sealed secrets are, and the log of their reads. */
  readonly secretsFrom: ConfigDatabase;
  readonly options: RenderRunOptions;
}

/** Renders agents; what fails for one is in its outcome. */
export async function renderRun(
  context: Context,
  project: Project,
  question: RenderQuestion,
): Promise<RenderRun> {
  const { openSecretReader } = await import("../config/secret-reader.ts");
  const { DatabaseAccessLog } = await import("../config/secret-store.ts");
  const { RecordingAccessLog } = await import("../secret/access-log.ts");
  const { renderAgents } = await import("../env/render-agents.ts");
  const { EventFile, noEvents } = await import("../env/events.ts");
  const { parseShard } = await import("../env/shard.ts");
  const { findKeyring } = await import("./keys.ts");
  const { ledgerKeysOf } = await import("./ledger-keys.ts");
  const { agents, secretsFrom: database, options: given } = question;
  const { env, clock, log, signal, cwd } = context;
  const envRoot = given.envRoot === undefined ? workPath(project, "env") : resolve(cwd, given.envRoot);
  const keyring = findKeyring(context, project);
  const accesses = new RecordingAccessLog(new DatabaseAccessLog(database));
  using events = given.events === undefined ? undefined : new EventFile(resolve(cwd, given.events));
  const progress = log.progress(`render ${count(agents.length, "agent")}`);
  const outcomes = await renderAgents({
    agents,
    envRoot,
    secrets: openSecretReader({
      database,
      env,
      log,
      clock,
      accessLog: accesses,
      ...(keyring ? { keyring } : {}),
    }),
    accessor: given.accessor ?? env.GITHUB_ACTOR ?? env.USER ?? "unknown",
    reason: given.reason ?? "render",
    ledgerKeys: ledgerKeysOf(keyring, envRoot),
    events: events ?? noEvents,
    clock,
    signal,
    onMissingSecret: given.onMissingSecret,
    ...(given.shard === undefined ? {} : { shard: parseShard(given.shard) }),
    onOutcome: ({ agent }) => progress.update(agent),
  });
  progress.done(`${count(outcomes.length, "agent")} looked at in ${envRoot}`);
  if (given.accessLog === undefined) return { envRoot, outcomes };
  const { formatAccesses } = await import("../secret/access-log.ts");
  const { writeFileAtomically } = await import("../tree/atomic-file.ts");
  const accessLog = resolve(cwd, given.accessLog);
  writeFileAtomically(accessLog, formatAccesses(accesses.recorded), { mode: 0o600 });
  return { envRoot, outcomes, accessLog };
}

/** A run as the result of a job. */
export function renderResult({ envRoot, outcomes, accessLog }: RenderRun): JobResult {
  const having = (result: AgentOutcome["result"]) =>
    outcomes.filter((outcome) => outcome.result === result).length;
  return {
    outputs: {
      path: envRoot,
      rendered: having("rendered"),
      unchanged: having("unchanged"),
      skipped: having("skipped"),
      failed: having("failed"),
      accessLog,
      agents: outcomes.map(outcomeOutput),
    },
    changed: having("rendered") > 0,
    account: outcomes.flatMap(outcomeAccount),
    faults: outcomes.flatMap((outcome) => (outcome.result === "failed" ? [outcome.error] : [])),
  };
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
    warnings: warnings.map((warning) => ({ ...warning })) as unknown as Output,
  };
}

function outcomeAccount(outcome: AgentOutcome): string[] {
  const { agent, result } = outcome;
  if ("error" in outcome) return [`${agent} ${result}: ${outcome.error.code}: ${outcome.error.message}`];
  const files = outcome.written.length + outcome.removed.length;
  const what = result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`;
  return [
    `${agent} ${what}`,
    ...outcome.warnings.map(({ code, path, remedy }) => `  ${code} ${path}: ${remedy}`),
  ];
}
