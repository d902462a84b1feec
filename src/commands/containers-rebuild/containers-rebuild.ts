import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { envOptions } from "../options/env-directories.ts";
import { flag, list, option, positional, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => {
  const { envRoot, accessor, events, reason, accessLog } = envOptions();
  return {
    name: positional(text("NAME", "Only this agent's containers; those of every agent if left out.")),
    image: text(
      "REF",
      "The image to go to, as the engine names it; each container's own reference if left out.",
    ),
    settle: option(z.optional(z.coerce.number().check(z.gte(0), z.lte(3600))), {
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
    ...dryRunOption(),
    envRoot,
    accessor,
    events,
    reason,
    accessLog,
    ...rootOption(),
    ...databaseOption(),
  };
});

export type ContainersRebuildCommandOptions = OptionsOf<typeof options>;

export const containersRebuild = defineCommand({
  name: "containers rebuild",
  summary:
    "Recreate agents' containers from the current image with freshly rendered env directories; roll back where one does not come up.",
  example: "identikit containers rebuild concierge --env-root /srv/agents",
  options,
  body: () => import("./body.ts"),
});
