import { runControllers, runControllersOnce } from "../../agents/control/run-controllers.ts";
import { WorkQueue } from "../../agents/store/queue/work-queue.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import type { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { controlSummary, failingLines, failingOutput, workLine } from "../accounts/control.ts";
import type { CommandContext } from "../context.ts";
import { makeControllers } from "../places/controllers.ts";
import { openConfigDatabase } from "../places/database.ts";
import { lastingContext } from "../places/lasting-context.ts";
import { newWorkerName } from "../places/worker-name.ts";
import { type CommandResult, outputMembers } from "../result.ts";
import type { ControllerCommandOptions } from "./controller.ts";

/** Being told to stop is how it ends: what it had taken goes back to the queue, so its database outlives the signal. */
export async function run(given: CommandContext, options: ControllerCommandOptions): Promise<CommandResult> {
  const { signal: until, log } = given;
  const project = await openProject(given.cwd, options.root);
  using lasting = lastingContext(given);
  const { context } = lasting;
  await using database = await openConfigDatabase(context, project, options.database);
  lasting.lasts();
  await using store = new SqlStore(database);
  const controllers = makeControllers(
    { context: given, project, database, store, startPrograms: options.startPrograms },
    options.controllers,
  );
  const faults: IdentikitError[] = [];
  const counts = await (options.once ? runControllersOnce : runControllers)({
    database,
    controllers,
    worker: newWorkerName(),
    until,
    onOutcome: (outcome) => {
      if (outcome.fault) log.warn(workLine(outcome));
      else log.debug(workLine(outcome));
      if (options.once && outcome.result === "failed" && outcome.fault) faults.push(outcome.fault);
    },
    onOutage: ({ code, message }) => log.warn(`${code}: ${message}; trying again`),
  });
  if (options.once) until.throwIfAborted();
  const failing = await new WorkQueue(database).failing();
  const outputs = {
    ...counts,
    controllers: controllers.map(({ name }) => name),
    failing: failingOutput(failing),
  };
  const stopped = options.once ? "" : "stopped: ";
  return {
    outputs: outputMembers(outputs),
    changed: counts.done > 0,
    details: failingLines(failing),
    account: [`${stopped}${controlSummary(counts)}`],
    faults,
  };
}
