import { runControllers, runControllersOnce } from "../../agents/control/run-controllers.ts";
import { WorkQueue } from "../../agents/store/queue/work-queue.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { writeBackController } from "../../agents/write-back/write-back-controller.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { controlSummary, failingLines, failingOutput, workLine } from "../accounts/control.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { makeControllers } from "../places/controllers.ts";
import { openConfigDatabase } from "../places/database.ts";
import { lastingContext } from "../places/lasting-context.ts";
import { newWorkerName } from "../places/worker-name.ts";
import { openWriteBack } from "../places/write-back-services.ts";
import { type CommandResult, outputMembers } from "../result.ts";
import type { ControllerCommandOptions } from "./controller.ts";

/**
 * The token that writes to the forge and programs that somebody named are never in one process: whatever a program's environment is, it runs
 * as the same user.
 * @throws {IdentikitError} `USAGE`
 */
function checkPowers({ env }: CommandContext, { writeBack, startPrograms }: ControllerCommandOptions): void {
  if (!writeBack) return;
  if (startPrograms)
    throw new IdentikitError("USAGE", "--write-back and --start-programs are two jobs", {
      remedy: "Run each in a job of its own: programs that stacks name could read the token that writes.",
    });
  if (!env[hostTokenVariable])
    throw new IdentikitError("USAGE", `--write-back has no token: ${hostTokenVariable} is not set`, {
      remedy: `Set ${hostTokenVariable} to the token that may write, or leave out --write-back.`,
    });
}

/** Being told to stop is how it ends: what it had taken goes back to the queue, so its database outlives the signal. */
export async function run(given: CommandContext, options: ControllerCommandOptions): Promise<CommandResult> {
  const { signal: until, log } = given;
  checkPowers(given, options);
  const project = await openProject(given.cwd, options.root);
  using lasting = lastingContext(given);
  const { context } = lasting;
  await using database = await openConfigDatabase(context, project, options.database);
  lasting.lasts();
  await using store = new SqlStore(database);
  const { startPrograms, writeBack, memory } = options;
  const services = { context: given, project, database, store, startPrograms, memory };
  const controllers = [
    ...makeControllers(services, options.controllers),
    ...(writeBack ? [writeBackController(openWriteBack(given, project, { database, store }, {}))] : []),
  ];
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
