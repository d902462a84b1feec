import { diffManifests } from "../../agents/manifest/apply-manifests.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import { stepDetails, stepOutputs, stepSummary } from "../accounts/manifest-steps.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { manifestSet, readSources } from "../places/manifest-sources.ts";

import type { CommandResult } from "../result.ts";
import type { DiffCommandOptions } from "./diff.ts";

export async function run(context: CommandContext, options: DiffCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const sources = await readSources(context, project, options.file);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  await using store = new SqlStore(database);
  const set = await manifestSet(store, project, sources, options.allOrganizations);
  const steps = await diffManifests(store, set);
  const changes = steps.filter(({ does }) => does !== "keep").length;
  const outputs = { changes, objects: stepOutputs(steps) };
  const form =
    options.format === "json"
      ? { account: [], document: `${JSON.stringify(outputs, undefined, 2)}\n` }
      : { details: stepDetails(steps, true), account: [stepSummary(steps, true)] };
  return {
    outputs,
    ...form,
    report: makeReport({
      check: "diff",
      verdict: changes === 0 ? "clean" : "drift",
      subject: `${sources.name} against ${database.name}`,
      facts: [{ label: "objects", value: String(changes) }],
      anchor: project.settings.platform.manifests,
      findings: [],
    }),
  };
}
