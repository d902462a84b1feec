import { z } from "zod";
import type { RebuildOutcome } from "../env/containers/rebuild.ts";
import { openProject } from "../project/project.ts";
import { count, shortDigest } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { envOptions } from "./env-session.ts";
import { defineJob, errorOf, type JobResult, type Output } from "./job.ts";
import { positional, text } from "./option.ts";

const { envRoot, accessor, events, reason, accessLog } = envOptions;

export const containersRebuild = defineJob({
  name: "containers rebuild",
  summary:
    "Recreate agents' containers from the current image with freshly rendered env directories; roll back where one does not come up.",
  example: "identikit containers rebuild concierge --env-root /srv/agents",
  options: z.object({
    name: positional(text("NAME", "Only this agent's containers; those of every agent if left out.")),
    image: text(
      "REF",
      "The image to go to, as the engine names it; each container's own reference if left out.",
    ),
    envRoot,
    accessor,
    events,
    reason,
    accessLog,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { loadRows } = await import("../config/load-rows.ts");
    const { resolveAgent } = await import("../config/resolve.ts");
    const { rebuildContainers } = await import("../env/containers/rebuild-containers.ts");
    const { connectEngine } = await import("../image/engine/connection.ts");
    const { openConfigDatabase } = await import("./database-place.ts");
    const { openEnvSession } = await import("./env-session.ts");
    const project = await openProject(context.cwd, options.root);
    const { name, image } = options;
    await using database = await openConfigDatabase(context, project, options.database);
    const rows = await loadRows(database, name === undefined ? undefined : [name]);
    const names = name === undefined ? rows.agents : [name];
    await using session = await openEnvSession(context, project, {
      secretsFrom: database,
      options,
      job: "render",
    });
    const progress = context.log.progress("rebuild containers");
    const outcomes = await rebuildContainers({
      ...session.settings,
      reason: options.reason ?? "containers rebuild",
      agents: names.map((agent) => resolveAgent(rows, agent)),
      engine: await connectEngine(context.env),
      ...(name === undefined ? {} : { named: name }),
      ...(image === undefined ? {} : { image }),
      onOutcome: ({ container }) => progress.update(container),
    });
    progress.done(`${count(outcomes.length, "container")} looked after`);
    return {
      outputs: { containers: outcomes.map(outcomeOutput), accessLog: await session.writeAccessLog() },
      account:
        outcomes.length === 0 ? ["no container runs an agent of this fleet"] : outcomes.map(outcomeLine),
      changed: outcomes.some(({ result }) => result === "rebuilt"),
      faults: outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : [])),
    };
  },
});

function outcomeOutput(outcome: RebuildOutcome): Output {
  const { agent, container, result } = outcome;
  return "error" in outcome
    ? { agent, container, result, error: errorOf(outcome.error) }
    : { agent, container, result, image: outcome.image };
}

function outcomeLine(outcome: RebuildOutcome): string {
  const { agent, container, result } = outcome;
  const how = "error" in outcome ? outcome.error.code : shortDigest(outcome.image);
  return `${container} (${agent}) ${result}: ${how}`;
}
