import { listQueue, type QueueEntry } from "../../config/queue/queue-list.ts";
import { openProject } from "../../project/project.ts";
import { describeFailure, failureOutput } from "../accounts/queue-failure.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult, Output } from "../result.ts";
import type { QueueCommandOptions } from "./queue.ts";

export async function run(context: CommandContext, options: QueueCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const entries = await listQueue(database);
  const having = (state: QueueEntry["state"]) => entries.filter((entry) => entry.state === state).length;
  const [due, leased, failing] = [having("due"), having("leased"), having("failing")];
  return {
    outputs: { due, leased, failing, agents: entries.map(entryOutput) },
    account: [
      ...entries.map(entryAccount),
      entries.length === 0
        ? "the render queue is empty"
        : `${count(entries.length, "agent")}: ${due} due, ${leased} being rendered, ${failing} failing`,
    ],
  };
}

function entryOutput(entry: QueueEntry): Output {
  const { agent, state } = entry;
  const failure = entry.failure ? failureOutput(entry.failure) : {};
  switch (entry.state) {
    case "due":
      return { agent, state, since: entry.since.toISOString(), ...failure };
    case "leased": {
      const { worker, since, until } = entry;
      return {
        agent,
        state,
        worker,
        since: since?.toISOString() ?? null,
        until: until.toISOString(),
        ...failure,
      };
    }
    case "failing":
      return { agent, state, ...failure, nextTry: entry.nextTry.toISOString() };
  }
}

function entryAccount(entry: QueueEntry): string {
  const failed = entry.failure ? `; ${describeFailure(entry.failure)}` : "";
  switch (entry.state) {
    case "due":
      return `${entry.agent}  due since ${entry.since.toISOString()}${failed}`;
    case "leased": {
      const since = entry.since === undefined ? "" : ` since ${entry.since.toISOString()}`;
      return `${entry.agent}  with ${entry.worker}${since}, until ${entry.until.toISOString()}${failed}`;
    }
    case "failing":
      return `${entry.agent}  failing: ${describeFailure(entry.failure)}; next try ${entry.nextTry.toISOString()}`;
  }
}
