import type { ConfigDatabase } from "../../config/database.ts";
import { loadRows } from "../../config/load-rows.ts";
import { resolveAgent } from "../../config/resolve.ts";
import type { Agent } from "../../env/agent-turns.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { RenderCommandOptions } from "./render.ts";
import { renderResult, renderRun } from "./render-run.ts";

export async function run(context: CommandContext, given: RenderCommandOptions): Promise<CommandResult> {
  const { all, queued, agent, shard } = given;
  if (Number(all) + Number(queued) + Number(agent.length > 0) > 1) throw whichAgents();
  if (queued && shard !== undefined) throw queueHasNoShards();
  if (given.retryNow && !queued) throw retriesOnlyTheQueue();
  const project = await openProject(context.cwd, given.root);
  await using database = await openConfigDatabase(context, project, given.database);
  const agents = queued ? "due" : await chosenAgents(database, agent);
  const run = await renderRun(context, project, { agents, secretsFrom: database, options: given });
  return renderResult(run);
}

async function chosenAgents(database: ConfigDatabase, named: readonly string[]): Promise<Agent[]> {
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
