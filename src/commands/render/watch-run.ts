import { parseShare } from "../../env/share.ts";
import { watchQueue } from "../../env/watch-queue.ts";
import type { Project } from "../../project/project.ts";
import { outcomeAccount } from "../accounts/render-outcome.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { openEnvSession } from "../places/env-session.ts";
import { newWorkerName } from "../places/worker-name.ts";
import type { CommandResult } from "../result.ts";
import type { RenderCommandOptions } from "./render.ts";

/**
 * A worker that renders what becomes due until it is stopped. Being told to stop is how it ends, so its own work is not under that
 * signal: the agents that it has begun with are rendered to their end, and what it had taken besides goes back to the queue.
 */
export async function watchRun(
  given: CommandContext,
  project: Project,
  options: RenderCommandOptions,
): Promise<CommandResult> {
  const { signal: until, log } = given;
  const context = { ...given, signal: new AbortController().signal };
  await using database = await openConfigDatabase(context, project, options.database);
  await using session = await openEnvSession(context, project, {
    secretsFrom: database,
    options,
    command: "render",
  });
  const { envRoot } = session.settings;
  log.info(`watching the render queue of ${database.name}; env directories go to ${envRoot}`);
  const counts = await watchQueue({
    ...session.settings,
    database,
    worker: newWorkerName(),
    onMissingSecret: options.onMissingSecret,
    share: options.share === undefined ? undefined : parseShare(options.share),
    until,
    pollMs: options.poll * 1000,
    onOutcome: (outcome) => {
      for (const line of outcomeAccount(outcome)) log.info(line);
    },
    onOutage: ({ code, message }) => log.warn(`${code}: ${message}; trying again`),
  });
  const { rendered, unchanged, skipped, failed } = counts;
  return {
    outputs: { path: envRoot, ...counts },
    changed: rendered > 0,
    account: [`stopped: ${rendered} rendered, ${unchanged} unchanged, ${skipped} skipped, ${failed} failed`],
  };
}
