import { resolve } from "node:path";
import { z } from "zod";
import type { RowChange } from "../../config/row-change.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import { changeDetails, changeOutputs, changeSummary, mostChanges } from "../accounts/row-changes.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { flag, outputFile, positional, requiredText } from "../options/option.ts";
import { outputPath } from "../options/output-path.ts";
import { bundleVerifier, signatureOption } from "../places/bundle-keys.ts";

export const configPlan = defineCommand({
  name: "config plan",
  summary: "Show what importing a bundle would create, change and delete; exit 2 where there is something.",
  example: "identikit config plan config.bundle --out config.plan",
  options: z.object({
    file: positional(requiredText("FILE", "The bundle.")),
    prune: flag("Count the rows that the bundle lacks as deletions."),
    out: outputFile("Write the plan to FILE, for config import --plan; - is standard output."),
    ...signatureOption,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { formatPlan, planImport } = await import("../../config/plan.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const { writeOutput } = await import("../../tree/output-file.ts");
    const project = await openProject(context.cwd, options.root);
    const verifier = await bundleVerifier(context, project, options.requireSignature);
    await using database = await openConfigDatabase(context, project, options.database);
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
    return {
      outputs: {
        changes,
        counts: { ...plan.counts },
        base: plan.base,
        digest: plan.bundle,
        rows: changeOutputs(shown),
        out,
      },
      details: changeDetails(shown, changes),
      account: [changeSummary(changes)],
      report: makeReport({
        check: "plan",
        verdict: changes === 0 ? "clean" : "drift",
        subject: `${options.file} against ${database.name}`,
        facts: [
          { label: "create", value: String(create) },
          { label: "change", value: String(change) },
          { label: "delete", value: String(remove) },
        ],
        findings: [],
      }),
    };
  },
});
