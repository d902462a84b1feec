import { z } from "zod";
import type { ConfigDatabase } from "../../config/database.ts";
import type { Agent } from "../../env/agent-turns.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { choice, flag, list } from "../options/option.ts";
import { envOptions } from "../places/env-session.ts";
import { renderResult, renderRun } from "./render-run.ts";

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

export const render = defineCommand({
  name: "render",
  summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
  example: "identikit render --all --env-root /srv/agents",
  options,
  async run(context, given): Promise<CommandResult> {
    const { openConfigDatabase } = await import("../places/database.ts");
    const { all, queued, agent, shard } = given;
    if (Number(all) + Number(queued) + Number(agent.length > 0) > 1) throw whichAgents();
    if (queued && shard !== undefined) throw queueHasNoShards();
    if (given.retryNow && !queued) throw retriesOnlyTheQueue();
    const project = await openProject(context.cwd, given.root);
    await using database = await openConfigDatabase(context, project, given.database);
    const agents = queued ? "due" : await chosenAgents(database, agent);
    const run = await renderRun(context, project, { agents, secretsFrom: database, options: given });
    return renderResult(run);
  },
});

async function chosenAgents(database: ConfigDatabase, named: readonly string[]): Promise<Agent[]> {
  const { loadRows } = await import("../../config/load-rows.ts");
  const { resolveAgent } = await import("../../config/resolve.ts");
  const rows = named.length > 0 ? await loadRows(database, named) : await loadRows(database);
  if (named.length > 0) return named.map((name) => resolveAgent(rows, name));
  return rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) }));
}

function whichAgents(): IdentikitError {
  return new IdentikitError("USAGE", "--agent, --all and --queued exclude each other", {
    remedy: "Leave all but one of them out.",
  });
}

function queueHasNoShards(): IdentikitError {
  return new IdentikitError("USAGE", "--queued and --shard exclude each other", {
    remedy: "Leave --shard out: workers on one queue share it by themselves.",
  });
}

function retriesOnlyTheQueue(): IdentikitError {
  return new IdentikitError("USAGE", "--retry-now goes with --queued only", {
    remedy: "Leave it out: agents that are named are tried in any case.",
  });
}
