import { resolve } from "node:path";
import { importBundle } from "../../config/bundle/import-bundle.ts";
import { parsePlan } from "../../config/bundle/plan.ts";
import type { RowChange } from "../../config/rows/row-change.ts";
import { readText } from "../../document/text.ts";
import { openProject } from "../../project/project.ts";
import { changeDetails, changeOutputs, changeSummary, mostChanges } from "../accounts/row-changes.ts";
import type { CommandContext } from "../context.ts";
import { bundleVerifier } from "../places/bundle-keys.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigImportCommandOptions } from "./config-import.ts";

export async function run(
  context: CommandContext,
  options: ConfigImportCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const plan = options.plan === undefined ? undefined : readPlan(resolve(context.cwd, options.plan));
  const verifier = await bundleVerifier(context, project, options.requireSignature);
  await using database = await openConfigDatabase(context, project, options.database);
  const shown: RowChange[] = [];
  const { bundle, counts, agents } = await importBundle({
    database,
    file: resolve(context.cwd, options.file),
    prune: options.prune ? (options.pruneToNothing ? "everything" : "missing") : "none",
    verifier,
    dryRun: options.dryRun,
    onChange: (change) => shown.length < mostChanges && shown.push(change),
    ...(plan ? { plan } : {}),
  });
  const changes = counts.create + counts.change + counts.delete;
  return {
    outputs: {
      changes,
      counts: { ...counts },
      agents: [...agents],
      digest: bundle,
      rows: changeOutputs(shown),
    },
    changed: changes > 0 && !options.dryRun,
    details: changeDetails(shown, changes, options.dryRun),
    account: [changeSummary(changes, { agents, dryRun: options.dryRun })],
  };
}

function readPlan(file: string) {
  return parsePlan(readText(file), file);
}
