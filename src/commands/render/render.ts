import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { databaseOption } from "../options/database.ts";
import { dryRunOption } from "../options/dry-run.ts";
import { envOptions } from "../options/env-directories.ts";
import { choice, flag, list, option, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  agent: list("NAME", "An agent to render."),
  all: flag("Render every agent; the default unless --agent or --queued is given."),
  queued: flag(
    "Render the agents that are due in the render queue, beside any number of other workers. An agent that failed is left alone for 1, 2, 4, … 60 minutes unless it is written to; while one is, the exit code is 1.",
  ),
  retryNow: flag("With --queued: try agents again now that are left alone because they failed."),
  share: text(
    "P%",
    "With --queued: only this part of the fleet, such as 5%, the same agents each time; every larger share holds them too.",
  ),
  stopAfter: option(z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(1_000_000))), {
    kind: "text",
    value: "N",
    description: "With --queued: begin with no agent once N have failed; the others stay due.",
  }),
  watch: flag(
    "With --queued: go on rendering what becomes due until SIGTERM or Ctrl-C; agents that are being rendered then are finished first.",
  ),
  poll: option(z._default(z.coerce.number().check(z.gte(0.1), z.lte(3600)), 2), {
    kind: "text",
    value: "SECONDS",
    description: "With --watch: how often the queue is looked at.",
  }),
  trustStat: flag(
    "Do not read an env directory again whose files all have the inode, size, mode, owner, mtime and ctime that they had when a run with this option last read them and found nothing to do. Without it every byte is read.",
  ),
  ...envOptions(),
  onMissingSecret: choice(
    ["fail", "skip"],
    "fail",
    "A missing secret fails the command, or its agent is reported and skipped with its old files left whole.",
  ),
  ...dryRunOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type RenderCommandOptions = OptionsOf<typeof options>;

export const render = defineCommand({
  name: "render",
  summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
  example: "identikit render --all --env-root /srv/agents",
  options,
  body: () => import("./body.ts"),
});
