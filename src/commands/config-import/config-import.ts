import { resolve } from "node:path";
import { z } from "zod";
import type { RowChange } from "../../config/row-change.ts";
import { openProject } from "../../project/project.ts";
import { changeDetails, changeOutputs, changeSummary, mostChanges } from "../accounts/row-changes.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { flag, positional, requiredText, text } from "../options/option.ts";
import { bundleVerifier, signatureOption } from "../places/bundle-keys.ts";

export const configImport = defineCommand({
  name: "config import",
  summary: "Apply a bundle to the config database in one transaction: all of it or nothing.",
  example: "identikit config import config.bundle --plan config.plan",
  options: z.object({
    file: positional(requiredText("FILE", "The bundle.")),
    plan: text(
      "FILE",
      "The plan that was agreed to; refused where the bundle or the database is another by now.",
    ),
    prune: flag("Delete the rows that the bundle lacks."),
    pruneToNothing: flag("With --prune: do so even where no agent, or nothing at all, is left."),
    ...signatureOption,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { importBundle } = await import("../../config/import-bundle.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const project = await openProject(context.cwd, options.root);
    const plan = options.plan === undefined ? undefined : await readPlan(resolve(context.cwd, options.plan));
    const verifier = await bundleVerifier(context, project, options.requireSignature);
    await using database = await openConfigDatabase(context, project, options.database);
    const shown: RowChange[] = [];
    const { bundle, counts, agents } = await importBundle({
      database,
      file: resolve(context.cwd, options.file),
      prune: options.prune ? (options.pruneToNothing ? "everything" : "missing") : "none",
      verifier,
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
      changed: changes > 0,
      details: changeDetails(shown, changes),
      account: [changeSummary(changes, agents)],
    };
  },
});

async function readPlan(file: string) {
  const { parsePlan } = await import("../../config/plan.ts");
  const { readText } = await import("../../document/text.ts");
  return parsePlan(readText(file), file);
}
