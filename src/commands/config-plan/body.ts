import { basename, resolve } from "node:path";
import { formatPlan, planImport } from "../../config/bundle/plan.ts";
import type { RowChange } from "../../config/rows/row-change.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import { writeOutput } from "../../tree/output-file.ts";
import { changesMarkdown } from "../accounts/changes-markdown.ts";
import { changeDetails, changeOutputs, changeSummary, mostChanges } from "../accounts/row-changes.ts";
import type { CommandContext } from "../context.ts";
import { bundleVerifier } from "../places/bundle-keys.ts";
import { openConfigDatabase } from "../places/database.ts";
import { outputPath } from "../places/output-path.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigPlanCommandOptions } from "./config-plan.ts";

export async function run(
  context: CommandContext,
  options: ConfigPlanCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const verifier = await bundleVerifier(context, project, options.requireSignature);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const shown: RowChange[] = [];
  const plan = await planImport({
    database,
    file: resolve(context.cwd, options.file),
    prune: options.prune,
    verifier,
    onChange: (change) => shown.length < mostChanges && shown.push(change),
  });
  const out = options.out === undefined ? undefined : outputPath(context, options.out);
  if (out !== undefined) writeOutput(out, formatPlan(plan));
  const { create, change, delete: remove } = plan.counts;
  const changes = create + change + remove;
  const outputs = {
    changes,
    counts: { ...plan.counts },
    base: plan.base,
    digest: plan.bundle,
    rows: changeOutputs(shown),
    out,
  };
  return {
    outputs,
    ...planForms(options, { shown, changes, outputs }),
    report: makeReport({
      check: "plan",
      verdict: changes === 0 ? "clean" : "drift",
      subject: `${options.file} against ${database.name}`,
      facts: [
        { label: "create", value: String(create) },
        { label: "change", value: String(change) },
        { label: "delete", value: String(remove) },
      ],
      anchor: project.settings.agents,
      findings: plan.waiting,
    }),
  };
}

/** The plan in the form that was asked for; a document stands for itself, without the report below it. */
function planForms(
  { file, format }: ConfigPlanCommandOptions,
  {
    shown,
    changes,
    outputs,
  }: { readonly shown: readonly RowChange[]; readonly changes: number; readonly outputs: object },
): Pick<CommandResult, "account" | "details" | "document"> {
  switch (format) {
    case "json":
      return { account: [], document: `${JSON.stringify(outputs, undefined, 2)}\n` };
    case "markdown":
      return {
        account: [],
        document: changesMarkdown(`Identikit plan of ${basename(file)}`, shown, changes),
      };
    case "text":
      return {
        details: changeDetails(shown, changes, true),
        account: [changeSummary(changes, { dryRun: true })],
      };
  }
}
