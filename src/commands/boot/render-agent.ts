import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import type { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import { outcomeAccount } from "../accounts/render-outcome.ts";
import type { CommandContext } from "../context.ts";
import type { EnvOptions } from "../options/env-directories.ts";
import { openConfigDatabase } from "../places/database.ts";
import { renderRun } from "../render/render-run.ts";

export interface RenderAgentOptions extends EnvOptions {
  readonly database?: string | undefined;
  readonly onMissingSecret: "skip" | "fail";
}

export interface RenderedAgent {
  readonly result: "rendered" | "unchanged" | "skipped" | "failed";
  readonly directory: string;
  readonly account: readonly string[];
  /** What keeps the agent from starting. */
  readonly faults: readonly IdentikitError[];
}

/**
 * Renders one agent at its start. Where a secret is missing and that may be skipped, it starts with the files of its last render; it
 * does not start where there are none, since then nothing that the config says would hold for it.
 */
export async function renderAgent(
  context: CommandContext,
  project: Project,
  agent: string,
  given: RenderAgentOptions,
): Promise<RenderedAgent> {
  await using database = await openConfigDatabase(context, project, given.database);
  const rows = await loadRows(database, [agent]);
  const options = { ...given, reason: "boot", shard: undefined };
  const run = await renderRun(context, project, {
    agents: [resolveAgent(rows, agent)],
    secretsFrom: database,
    options,
    keys: { local: false },
  });
  const directory = join(run.envRoot, agent);
  const faults = run.outcomes.flatMap((outcome) => {
    if (!("error" in outcome)) return [];
    return outcome.result === "failed" || !existsSync(directory) ? [outcome.error] : [];
  });
  return {
    result: run.outcomes[0]?.result ?? "failed",
    directory,
    account: run.outcomes.flatMap((outcome) => outcomeAccount(outcome)),
    faults,
  };
}
