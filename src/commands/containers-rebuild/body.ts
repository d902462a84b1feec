import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import { planRebuilds } from "../../containers/plan-rebuilds.ts";
import { rebuildContainers } from "../../containers/rebuild-containers.ts";
import { connectEngine } from "../../image/engine/connection.ts";
import { openProject } from "../../project/project.ts";
import { outcomeLine, rebuildOutput, rebuildWaits } from "../accounts/container-outcome.ts";
import { countedProgress } from "../accounts/counted-progress.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { openEnvSession } from "../places/env-session.ts";
import type { CommandResult } from "../result.ts";
import type { ContainersRebuildCommandOptions } from "./containers-rebuild.ts";

export async function run(
  context: CommandContext,
  options: ContainersRebuildCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { name, image, settle, accept, onlyIdle, dryRun } = options;
  await using database = await openConfigDatabase(
    context,
    project,
    options.database,
    dryRun ? "read" : "write",
  );
  const rows = await loadRows(database, name === undefined ? undefined : [name]);
  const names = name === undefined ? rows.agents : [name];
  await using session = await openEnvSession(context, project, {
    secretsFrom: database,
    options,
    command: dryRun ? "reconcile" : "render",
  });
  const progress = context.log.progress("rebuild containers");
  const tell = countedProgress(progress, context.clock);
  const rebuild = dryRun ? planRebuilds : rebuildContainers;
  const outcomes = await rebuild({
    ...session.settings,
    reason: options.reason ?? "containers rebuild",
    ...rebuildWaits(project.settings),
    ...(settle === undefined ? {} : { settleMs: settle * 1000 }),
    accept,
    onlyIdle,
    agents: names.map((agent) => resolveAgent(rows, agent)),
    engine: await connectEngine(context.env),
    ...(name === undefined ? {} : { named: name }),
    ...(image === undefined ? {} : { image }),
    onOutcome: ({ container }) => tell(container),
    onRecovery: (_, { container, kept }) =>
      context.log.info(`${container}: a rebuild that was stopped is ended; the ${kept} container stays`),
  });
  progress.done(`${count(outcomes.length, "container")} looked after`);
  return {
    outputs: { containers: outcomes.map(rebuildOutput), dryRun, accessLog: await session.writeAccessLog() },
    account: outcomes.length === 0 ? ["no container runs an agent of this fleet"] : outcomes.map(outcomeLine),
    changed: outcomes.some(({ result }) => result === "rebuilt"),
    faults: outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : [])),
  };
}
