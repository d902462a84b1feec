import { z } from "zod";
import type { AgentReconciliation, Reconciliation } from "../env/reconcile.ts";
import { openProject } from "../project/project.ts";
import type { Report } from "../report/report.ts";
import { count } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";
import { makeReport } from "./make-report.ts";
import { flag, text } from "./option.ts";
import { renderOptions } from "./render-options.ts";
import { openRenderSettings } from "./render-settings.ts";
import { reportOptions, writeReportFiles } from "./report-files.ts";

const { envRoot, accessor, events } = renderOptions;

export const reconcile = defineJob({
  name: "reconcile",
  summary: "Find what drifted in env directories since they were written, and repair it where asked to.",
  example: "identikit reconcile --env-root /srv/agents --repair",
  options: z.object({
    envRoot,
    repair: flag("Render what drifted again."),
    prune: flag("With --repair: remove env directories whose agent is gone."),
    shard: text("I/N", "Look only at the I-th of N parts of the fleet, the same agents each time."),
    reason: text("WORD", "Why, for the access log; `reconcile` if left out."),
    accessor,
    events,
    ...reportOptions,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { openConfigDatabase } = await import("./database-place.ts");
    const { loadRows } = await import("../config/load-rows.ts");
    const { resolveAgent } = await import("../config/resolve.ts");
    const { reconcile: reconcileAgents } = await import("../env/reconcile.ts");
    const { parseShard } = await import("../env/shard.ts");
    const project = await openProject(context.cwd, options.root);
    await using database = await openConfigDatabase(context, project, options.database);
    const wishes = { ...options, reason: options.reason ?? "reconcile", looks: true };
    using opened = await openRenderSettings(context, project, database, wishes);
    const rows = await loadRows(database);
    const progress = context.log.progress(`reconcile ${count(rows.agents.length, "agent")}`);
    const done = await reconcileAgents({
      agents: rows.agents.map((name) => resolveAgent(rows, name)),
      ...opened.settings,
      repair: options.repair,
      prune: options.prune,
      ...(options.shard === undefined ? {} : { shard: parseShard(options.shard) }),
      onAgent: ({ agent }) => progress.update(agent),
    });
    progress.done(`${count(done.agents.length, "agent")} looked at in ${opened.settings.envRoot}`);
    const report = reportOf(done, `env directories in ${opened.settings.envRoot} against ${database.name}`);
    const files = await writeReportFiles(context, report, options);
    const { drifted, repaired } = done;
    return {
      outputs: { drifted, repaired, agents: done.agents.map(outputOf), ...files },
      changed: repaired > 0,
      account: done.agents
        .filter(({ state }) => state !== "clean")
        .map(({ agent, state }) => `${agent} ${state}`),
      report,
    };
  },
});

function reportOf({ verdict, findings, agents, drifted, repaired }: Reconciliation, subject: string): Report {
  return makeReport({
    check: "reconcile",
    verdict,
    subject,
    facts: [
      { label: "agents", value: String(agents.length) },
      { label: "drifted", value: String(drifted) },
      { label: "repaired", value: String(repaired) },
    ],
    findings,
  });
}

function outputOf({ agent, state }: AgentReconciliation) {
  return { agent, state };
}
