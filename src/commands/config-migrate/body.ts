import { openDatabase } from "../../config/database.ts";
import { checkNotRefused, type MigrationPlan, type RefusedRow } from "../../config/migrate/migrate.ts";
import { migrateDatabase } from "../../config/migrate/migrate-database.ts";
import type { Finding } from "../../fault/finding.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { databaseLocation } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigMigrateCommandOptions } from "./config-migrate.ts";

export async function run(
  context: CommandContext,
  options: ConfigMigrateCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const location = databaseLocation(context, project, options.database);
  const { signal } = context;
  await using database = await openDatabase(location, { signal, schema: "any" });
  const onlyPlan = options.plan || database.kind === "sqlite";
  const plan = await migrateDatabase(database, onlyPlan ? "plan" : "apply");
  if (options.plan) return planned(plan, database.name);
  checkNotRefused(plan, database.name);
  // A file is migrated, with a copy beside it, by whoever opens it.
  if (database.kind === "sqlite") await (await openDatabase(location, { signal }))[Symbol.asyncDispose]();
  const { from, to, steps } = plan;
  return {
    outputs: outputsOf(plan),
    account:
      steps.length === 0
        ? [`${database.name} has schema version ${to} already`]
        : [...stepLines(plan), `${database.name} is at schema version ${to}, from ${from}`],
    changed: steps.length > 0,
  };
}

function planned(plan: MigrationPlan, name: string): CommandResult {
  const { from, to, steps, refused } = plan;
  const report = makeReport({
    check: "config migrate",
    verdict: steps.length > 0 ? "drift" : "clean",
    subject: `${name}, schema version ${from}, against version ${to}`,
    facts: [],
    findings: refused.map(findingOf),
  });
  const summary =
    steps.length === 0
      ? "nothing to migrate"
      : `${count(steps.length, "step")} from version ${from} to ${to}`;
  return { outputs: outputsOf(plan), account: [...stepLines(plan), summary], report };
}

function outputsOf({ from, to, steps, refused }: MigrationPlan): CommandResult["outputs"] {
  return { from, to, steps: steps.map((step) => ({ ...step })), refused: refused.map((row) => ({ ...row })) };
}

function stepLines({ steps }: MigrationPlan): string[] {
  return steps.map(({ version, summary }) => `version ${version}: ${summary}`);
}

function findingOf({ version, row, problem, remedy }: RefusedRow): Finding {
  return {
    code: "MIGRATION_REFUSED",
    severity: "error",
    path: row,
    expected: `what version ${version} takes`,
    actual: problem,
    remedy,
  };
}
