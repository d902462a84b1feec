import { z } from "zod";
import type { ConfigDatabase } from "../config/database.ts";
import type { Agent } from "../env/agent-turns.ts";
import { IdentikitError } from "../fault/error.ts";
import { openProject } from "../project/project.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { envOptions } from "./env-session.ts";
import { defineJob, type JobResult } from "./job.ts";
import { choice, flag, list } from "./option.ts";
import { renderResult, renderRun } from "./render-run.ts";

const options = z.object({
  agent: list("NAME", "An agent to render."),
  all: flag("Render every agent."),
  queued: flag("Render the agents that are due in the render queue, beside any number of other workers."),
  ...envOptions,
  onMissingSecret: choice(
    ["fail", "skip"],
    "fail",
    "A missing secret fails the command, or its agent is reported and skipped with its old files left whole.",
  ),
  ...rootOption,
  ...databaseOption,
});
type Options = z.output<typeof options>;

export const render = defineJob({
  name: "render",
  summary: "Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
  example: "identikit render --all --env-root /srv/agents",
  options,
  async run(context, given): Promise<JobResult> {
    const { openConfigDatabase } = await import("./database-place.ts");
    const { all, queued, agent, shard } = given;
    if (Number(all) + Number(queued) + Number(agent.length > 0) !== 1) throw whichAgents();
    if (queued && shard !== undefined) throw queueHasNoShards();
    const project = await openProject(context.cwd, given.root);
    await using database = await openConfigDatabase(context, project, given.database);
    const agents = queued ? "due" : await chosenAgents(database, given);
    const run = await renderRun(context, project, { agents, secretsFrom: database, options: given });
    return renderResult(run);
  },
});

async function chosenAgents(
  database: ConfigDatabase,
  given: Pick<Options, "all" | "agent">,
): Promise<Agent[]> {
  const { loadRows } = await import("../config/load-rows.ts");
  const { resolveAgent } = await import("../config/resolve.ts");
  const rows = given.all ? await loadRows(database) : await loadRows(database, given.agent);
  if (!given.all) return given.agent.map((name) => resolveAgent(rows, name));
  return rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) }));
}

function whichAgents(): IdentikitError {
  return new IdentikitError("USAGE", "say which agents: --agent NAME, --all, or --queued, one of the three", {
    remedy: "Name agents with --agent, or say --all.",
  });
}

function queueHasNoShards(): IdentikitError {
  return new IdentikitError("USAGE", "--queued and --shard exclude each other", {
    remedy: "Leave --shard out: workers on one queue share it by themselves.",
  });
}
