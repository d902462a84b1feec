import { applyManifests } from "../../agents/manifest/apply-manifests.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { openProject } from "../../project/project.ts";
import { stepDetails, stepOutputs, stepSummary } from "../accounts/manifest-steps.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { manifestSet, readSources } from "../places/manifest-sources.ts";

import type { CommandResult } from "../result.ts";
import type { ApplyCommandOptions } from "./apply.ts";

export async function run(context: CommandContext, options: ApplyCommandOptions): Promise<CommandResult> {
  const { dryRun, allOrganizations } = options;
  const project = await openProject(context.cwd, options.root);
  const sources = await readSources(context, project, options.file);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const set = await manifestSet(store, project, sources, allOrganizations);
  const steps = await applyManifests(store, set, { dryRun });
  const changes = steps.filter(({ does }) => does !== "keep").length;
  return {
    outputs: { changes, dryRun, objects: stepOutputs(steps) },
    changed: changes > 0 && !dryRun,
    details: stepDetails(steps, dryRun),
    account: [stepSummary(steps, dryRun)],
  };
}
