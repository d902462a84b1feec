import { resolve } from "node:path";
import { z } from "zod";
import type { AgentConfig } from "../config/agent-config.ts";
import type { ConfigDatabase } from "../config/database.ts";
import type { AgentOutcome } from "../env/render-agents.ts";
import { IdentikitError } from "../fault/error.ts";
import { openProject, type Project, workPath } from "../project/project.ts";
import type { Context } from "../runtime/context.ts";
import { count } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { defineJob, errorOf, type JobResult, type Output } from "./job.ts";
import { renderOptions } from "./render-options.ts";

const options = z.object({ ...renderOptions, ...rootOption, ...databaseOption });
type Options = z.output<typeof options>;

export const render = defineJob({
  name: "render",
  summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
  example: "identikit render --all --env-root /srv/agents",
  options,
  async run(context, given): Promise<JobResult> {
    const { openConfigDatabase } = await import("./database-place.ts");
    if (given.all === given.agent.length > 0) throw whichAgents(given.all);
    const project = await openProject(context.cwd, given.root);
    await using database = await openConfigDatabase(context, project, given.database);
    const agents = await chosenAgents(database, given);
    const run = await renderChosen(context, project, { database, agents, given });
    return resultOf(run);
  },
});

interface RenderRun {
  readonly envRoot: string;
  readonly outcomes: readonly AgentOutcome[];
  readonly accessLog?: string;
}

async function chosenAgents(database: ConfigDatabase, given: Options): Promise<AgentConfig[]> {
  const { loadRows } = await import("../config/load-rows.ts");
  const { resolveAgent } = await import("../config/resolve.ts");
  const rows = given.all ? await loadRows(database) : await loadRows(database, given.agent);
  return (given.all ? rows.agents : given.agent).map((name) => resolveAgent(rows, name));
}

async function renderChosen(
  context: Context,
  project: Project,
  of: { readonly database: ConfigDatabase; readonly agents: readonly AgentConfig[]; readonly given: Options },
): Promise<RenderRun> {
  const { openSecretReader } = await import("../config/secret-reader.ts");
  const { DatabaseAccessLog } = await import("../config/secret-store.ts");
  const { RecordingAccessLog } = await import("../secret/access-log.ts");
  const { renderAgents } = await import("../env/render-agents.ts");
  const { EventFile, noEvents } = await import("../env/events.ts");
  const { parseShard } = await import("../env/shard.ts");
  const { findKeyring } = await import("./keys.ts");
  const { ledgerKeysOf } = await import("./ledger-keys.ts");
  const { database, agents, given } = of;
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

function resultOf({ envRoot, outcomes, accessLog }: RenderRun): JobResult {
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

function whichAgents(all: boolean): IdentikitError {
  const problem = all ? "--all and --agent exclude each other" : "no agent was named";
  return new IdentikitError("USAGE", problem, { remedy: "Name agents with --agent, or say --all." });
}
