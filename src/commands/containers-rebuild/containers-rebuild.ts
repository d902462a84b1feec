import { z } from "zod";
import { openProject } from "../../project/project.ts";
import { outcomeLine, outcomeOutput, rebuildWaits } from "../accounts/container-outcome.ts";
import { count } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { flag, list, option, positional, text } from "../options/option.ts";
import { envOptions } from "../places/env-session.ts";

const { envRoot, accessor, events, reason, accessLog } = envOptions;

export const containersRebuild = defineCommand({
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
    settle: option(z.coerce.number().min(0).max(3600).optional(), {
      kind: "text",
      value: "SECONDS",
      description:
        "How long a new container must stay up before the old one is removed; the setting containers.settleSeconds (5) if left out.",
    }),
    accept: list(
      "FIELD",
      "A field of docker inspect that may be lost or differ in the new container, such as HostConfig.Runtime.",
    ),
    onlyIdle: flag(
      "Leave containers alone in which a task runs: an exec session, or .identikit-task in the env directory.",
    ),
    envRoot,
    accessor,
    events,
    reason,
    accessLog,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { loadRows } = await import("../../config/load-rows.ts");
    const { resolveAgent } = await import("../../config/resolve.ts");
    const { rebuildContainers } = await import("../../containers/rebuild-containers.ts");
    const { connectEngine } = await import("../../image/engine/connection.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const { openEnvSession } = await import("../places/env-session.ts");
    const project = await openProject(context.cwd, options.root);
    const { name, image, settle, accept, onlyIdle } = options;
    await using database = await openConfigDatabase(context, project, options.database);
    const rows = await loadRows(database, name === undefined ? undefined : [name]);
    const names = name === undefined ? rows.agents : [name];
    await using session = await openEnvSession(context, project, {
      secretsFrom: database,
      options,
      command: "render",
    });
    const progress = context.log.progress("rebuild containers");
    const outcomes = await rebuildContainers({
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
      onOutcome: ({ container }) => progress.update(container),
      onRecovery: (_, { container, kept }) =>
        context.log.info(`${container}: a rebuild that was stopped is ended; the ${kept} container stays`),
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
