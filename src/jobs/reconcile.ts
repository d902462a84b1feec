import { z } from "zod";
import { type Finding, verdictOf } from "../fault/finding.ts";
import { openProject } from "../project/project.ts";
import type { Context } from "../runtime/context.ts";
import { count } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { envOptions } from "./env-session.ts";
import { defineJob, type JobResult } from "./job.ts";
import { makeReport } from "./make-report.ts";
import { choice, flag } from "./option.ts";
import { reportOptions, writeReportFiles } from "./report-files.ts";

export const reconcile = defineJob({
  name: "reconcile",
  summary:
    "Compare env directories with what was written and what should be there, and mend them where asked.",
  example: "identikit reconcile --env-root /srv/agents --repair",
  options: z.object({
    ...envOptions,
    repair: flag("Render again what drifted."),
    containers: flag(
      "Also compare the agents' containers with the image and env directory they should have.",
    ),
    prune: flag("With --repair: remove env directories whose agent is gone."),
    format: choice(
      ["text", "json", "markdown", "sarif"],
      "text",
      "The form in which the findings are printed.",
    ),
    ...reportOptions,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { loadRows } = await import("../config/load-rows.ts");
    const { resolveAgent } = await import("../config/resolve.ts");
    const { reconcile: reconcileAgents } = await import("../env/reconcile.ts");
    const { parseShard } = await import("../env/shard.ts");
    const { openConfigDatabase } = await import("./database-place.ts");
    const { openEnvSession } = await import("./env-session.ts");
    const project = await openProject(context.cwd, options.root);
    await using database = await openConfigDatabase(context, project, options.database);
    const rows = await loadRows(database);
    await using session = await openEnvSession(context, project, {
      secretsFrom: database,
      options,
      job: "reconcile",
    });
    const progress = context.log.progress(`reconcile ${count(rows.agents.length, "agent")}`);
    const found = await reconcileAgents({
      ...session.settings,
      agents: rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) })),
      repair: options.repair,
      prune: options.prune,
      onAgent: ({ agent }) => progress.update(agent),
      ...(options.shard === undefined ? {} : { shard: parseShard(options.shard) }),
    });
    progress.done(`${count(found.agents.length, "agent")} looked at in ${session.settings.envRoot}`);
    const agents = new Set(rows.agents);
    const containers = options.containers
      ? await containerFindings(context, agents, session.settings.envRoot)
      : [];
    const findings = [...found.findings, ...containers];
    const { drifted, repaired } = found;
    const { envRoot } = session.settings;
    const report = makeReport({
      check: "reconcile",
      verdict: verdictOf(findings),
      subject: `${envRoot} against ${database.name}`,
      facts: [
        { label: "agents", value: String(found.agents.length) },
        { label: "drifted", value: String(drifted) },
        { label: "repaired", value: String(repaired) },
      ],
      findings,
    });
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
      },
      account: found.agents
        .filter(({ state }) => state !== "clean")
        .map(({ agent, state }) => `${agent} ${state}`),
      report,
      format: options.format,
      changed: repaired > 0,
    };
  },
});

async function containerFindings(
  context: Context,
  agents: ReadonlySet<string>,
  envRoot: string,
): Promise<Finding[]> {
  const { compareContainers } = await import("../env/containers/compare-containers.ts");
  const { connectEngine } = await import("../image/engine/connection.ts");
  return compareContainers({
    engine: await connectEngine(context.env),
    agents,
    envRoot,
    signal: context.signal,
  });
}
