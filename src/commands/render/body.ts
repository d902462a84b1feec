import type { ConfigDatabase } from "../../config/database.ts";
import { listQueue } from "../../config/queue/queue-list.ts";
import { agentNames } from "../../config/rows/agent-names.ts";
import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import type { Agent } from "../../env/agent-turns.ts";
import { parseShare, shareOf } from "../../env/share.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { kebab } from "../options/kebab.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { RenderCommandOptions } from "./render.ts";
import { renderResult, renderRun } from "./render-run.ts";
import { watchRun } from "./watch-run.ts";

export async function run(context: CommandContext, given: RenderCommandOptions): Promise<CommandResult> {
  checkCombination(given);
  const { queued, agent } = given;
  const project = await openProject(context.cwd, given.root);
  if (given.watch) return await watchRun(context, project, given);
  const { dryRun } = given;
  await using database = await openConfigDatabase(
    context,
    project,
    given.database,
    dryRun ? "read" : "write",
  );
  if (queued && !dryRun) {
    const run = await renderRun(context, project, { agents: "due", secretsFrom: database, options: given });
    return renderResult(run);
  }
  const due = queued ? await dueAgents(database, given) : undefined;
  const agents = due?.length === 0 ? [] : await chosenAgents(database, due ?? agent);
  const run = await renderRun(context, project, { agents, secretsFrom: database, options: given });
  return renderResult(run);
}

async function chosenAgents(database: ConfigDatabase, named: readonly string[]): Promise<Agent[]> {
  const rows = named.length > 0 ? await loadRows(database, named) : await loadRows(database);
  if (named.length > 0) return named.map((name) => resolveAgent(rows, name));
  return rows.agents.map((name) => ({ name, resolve: () => resolveAgent(rows, name) }));
}

/** The agents that a run on the queue would take now. */
async function dueAgents(
  database: ConfigDatabase,
  { retryNow, share }: RenderCommandOptions,
): Promise<string[]> {
  const part = share === undefined ? undefined : shareOf(await agentNames(database), parseShare(share));
  const entries = await listQueue(database);
  return entries.flatMap(({ agent, state }) => {
    const isTaken = state === "due" || (state === "failing" && retryNow);
    return isTaken && (!part || part.has(agent)) ? [agent] : [];
  });
}

/** @throws {IdentikitError} `USAGE` */
function checkCombination(given: RenderCommandOptions): void {
  const { all, queued, agent, shard, watch } = given;
  if (Number(all) + Number(queued) + Number(agent.length > 0) > 1)
    throw wrong("--agent, --all and --queued exclude each other", "Leave all but one of them out.");
  if (queued && shard !== undefined)
    throw wrong(
      "--queued and --shard exclude each other",
      "Leave --shard out: workers on one queue share it by themselves.",
    );
  const ofQueue = { retryNow: given.retryNow, watch, share: given.share, stopAfter: given.stopAfter };
  for (const [name, value] of Object.entries(ofQueue))
    if (value && !queued)
      throw wrong(`--${kebab(name)} goes with --queued only`, "Add --queued, or leave it out.");
  if (given.dryRun && (watch || given.stopAfter !== undefined))
    throw wrong("--dry-run excludes --watch and --stop-after", "Leave one of them out.");
  if (given.dryRun && given.trustStat)
    throw wrong(
      "--dry-run and --trust-stat exclude each other",
      "A dry run reads every file; leave one out.",
    );
  const once = {
    retryNow: given.retryNow,
    stopAfter: given.stopAfter,
    accessLog: given.accessLog,
    trustStat: given.trustStat,
  };
  for (const [name, value] of Object.entries(once))
    if (value && watch)
      throw wrong(`--watch and --${kebab(name)} exclude each other`, "It is for a run that ends by itself.");
}

function wrong(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy });
}
