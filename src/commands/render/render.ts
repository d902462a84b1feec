import { z } from "zod";
import { defineCommand } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { envOptions } from "../options/env-directories.ts";
import { choice, flag, list } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = z.object({
  agent: list("NAME", "An agent to render."),
  all: flag("Render every agent; so it is, too, where neither agents are named nor --queued is given."),
  queued: flag(
    "Render the agents that are due in the render queue, beside any number of other workers. An agent that failed is left alone for 1, 2, 4, … 60 minutes unless it is written to; while one is, the exit code is 1.",
  ),
  retryNow: flag("With --queued: try agents again now that are left alone because they failed."),
  ...envOptions,
  onMissingSecret: choice(
    ["fail", "skip"],
    "fail",
    "A missing secret fails the command, or its agent is reported and skipped with its old files left whole.",
  ),
  ...rootOption,
  ...databaseOption,
});

export type RenderCommandOptions = z.output<typeof options>;

export const render = defineCommand({
  name: "render",
  summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
  example: "identikit render --all --env-root /srv/agents",
  options,
  body: () => import("./body.ts"),
});
