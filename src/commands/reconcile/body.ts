import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import type { AgentConfig } from "../../config/schema/agent-config.ts";
import { compareContainers } from "../../containers/compare-containers.ts";
import { type ContainersRepair, repairContainers } from "../../containers/repair-containers.ts";
import type { RenderSettings } from "../../env/agent.ts";
import { reconcile as reconcileAgents } from "../../env/reconcile.ts";
import { rehearseAgents } from "../../env/rehearse-render.ts";
import { parseShard } from "../../env/shard.ts";
import { verdictOf } from "../../fault/finding.ts";
import { connectEngine } from "../../image/engine/connection.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Context } from "../../runtime/context.ts";
import { outcomeLine, rebuildOutput, rebuildWaits } from "../accounts/container-outcome.ts";
import { countedProgress } from "../accounts/counted-progress.ts";
import { outcomeAccount, outcomeOutput } from "../accounts/render-outcome.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { openEnvSession } from "../places/env-session.ts";
import { placedAtAgents } from "../places/finding-places.ts";
import type { CommandResult } from "../result.ts";
import type { ReconcileCommandOptions } from "./reconcile.ts";

export async function run(context: CommandContext, options: ReconcileCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const repair = options.repair && !options.dryRun;
  await using database = await openConfigDatabase(
    context,
    project,
    options.database,
    repair ? "write" : "read",
  );
  const rows = await loadRows(database);
  await using session = await openEnvSession(context, project, {
    secretsFrom: database,
    options,
    command: "reconcile",
    events: options.dryRun ? "none" : repair ? "required" : "possible",
  });
  const progress = context.log.progress(`reconcile ${count(rows.agents.length, "agent")}`);
  const known = options.shard === undefined ? rows.agents.length : undefined;
  const tell = countedProgress(progress, context.clock, known);
  const found = await reconcileAgents({
    ...session.settings,
    agents: rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) })),
    repair,
    prune: options.prune,
    onAgent: ({ agent }) => tell(agent),
    ...(options.shard === undefined ? {} : { shard: parseShard(options.shard) }),
  });
  progress.done(`${count(found.agents.length, "agent")} looked at in ${session.settings.envRoot}`);
  const rehearsed =
    options.repair && options.dryRun
      ? await rehearseAgents({
          ...session.settings,
          agents: found.agents.flatMap(({ agent: name, state }) =>
            state === "drifted" ? [{ name, resolve: () => resolveAgent(rows, name) }] : [],
          ),
        })
      : [];
  const containers = options.containers
    ? await reconcileContainers(context, {
        agents: new Set(rows.agents),
        resolve: (name) => resolveAgent(rows, name),
        settings: session.settings,
        waits: rebuildWaits(project.settings),
        // Where nothing is known of the env root, nothing is written to it.
        repair: repair && found.agents.length > 0,
      })
    : undefined;
  const findings = placedAtAgents(
    project,
    [...found.findings, ...(containers?.findings ?? [])],
    ({ subject }) => subject,
  );
  const rebuilds = containers?.outcomes ?? [];
  const rebuilt = rebuilds.filter(({ result }) => result === "rebuilt").length;
  const { drifted, repaired } = found;
  const { envRoot } = session.settings;
  const report = makeReport(
    {
      check: "reconcile",
      verdict: verdictOf(findings),
      subject: `${envRoot} against ${database.name}`,
      facts: [
        { label: "agents", value: String(found.agents.length) },
        { label: "drifted", value: String(drifted) },
        { label: "repaired", value: String(repaired) },
        ...(options.containers ? [{ label: "containers rebuilt", value: String(rebuilt) }] : []),
      ],
      anchor: project.settings.agents,
      findings,
    },
    { cwd: context.cwd, root: project.root },
  );
  const files = await writeReportFiles(context, report, options);
  const accessLog = await session.writeAccessLog();
  return {
    outputs: {
      path: envRoot,
      drifted,
      repaired,
      accessLog,
      ...files,
      agents: found.agents.map(({ agent, state }) => ({ agent, state })),
      ...(options.dryRun ? { dryRun: true, planned: rehearsed.map(outcomeOutput) } : {}),
      ...(containers ? { containers: rebuilds.map(rebuildOutput) } : {}),
    },
    account: [
      ...found.agents.filter(({ state }) => state !== "clean").map(({ agent, state }) => `${agent} ${state}`),
      ...rehearsed.flatMap((outcome) => outcomeAccount(outcome, true)),
      ...rebuilds.map(outcomeLine),
    ],
    report,
    format: options.format,
    changed: repaired + rebuilt > 0,
  };
}

interface ContainersPart {
  readonly agents: ReadonlySet<string>;
  readonly resolve: (agent: string) => AgentConfig;
  readonly settings: RenderSettings;
  readonly waits: ReturnType<typeof rebuildWaits>;
  readonly repair: boolean;
}

/** Compares the agents' containers, and rebuilds those that drifted where that is asked for. */
async function reconcileContainers(
  context: Context,
  { agents, resolve, settings, waits, repair }: ContainersPart,
): Promise<ContainersRepair> {
  const engine = await connectEngine(context.env);
  const { envRoot } = settings;
  const findings = await compareContainers({ engine, agents, envRoot, signal: context.signal });
  if (!repair) return { findings, outcomes: [] };
  return await repairContainers({ ...settings, ...waits, engine, findings, resolve });
}
