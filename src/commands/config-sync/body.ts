import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { applyManifests, refuseProblems } from "../../agents/manifest/apply-manifests.ts";
import { readManifests } from "../../agents/manifest/read-manifests.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { ownConfigFiles } from "../../config/sync/own-files.ts";
import { syncBuiltin } from "../../config/sync/sync.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { checkFetchedCopy } from "../../template/fetched-copy.ts";
import { readManifest } from "../../template/manifest.ts";
import { refuseSecrets } from "../../template/secret-scan.ts";
import { copyDrift, copyWarnings } from "../accounts/copy-drift.ts";
import { stepDetails, stepOutputs, stepSummary } from "../accounts/manifest-steps.ts";
import { changeDetails, changeOutputs, changeSummary } from "../accounts/row-changes.ts";
import { warningsReport } from "../accounts/warnings-report.ts";
import type { CommandContext } from "../context.ts";
import { acceptedSecretsOf, staleLines } from "../places/accepted-secrets.ts";
import { openConfigDatabase } from "../places/database.ts";
import { copiesIn } from "../places/fetched-templates.ts";
import { placedAtAgents } from "../places/finding-places.ts";
import { syncInputs } from "../places/sync-inputs.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigSyncCommandOptions } from "./config-sync.ts";

export async function run(
  context: CommandContext,
  options: ConfigSyncCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { settings } = project;
  const templatesDir = templatesOf(context, project, options.templates);
  const manifest = readManifest(project.path(settings.manifest), settings.manifest);
  const names = manifest.workspaceTemplates.map(({ name }) => name);
  const copies = templatesDir === undefined ? [] : copiesIn(project, templatesDir, names);
  const findings = copies.flatMap(checkFetchedCopy);
  const drift = copyDrift(context, project, { check: "sync", findings, undone: "nothing was synced" });
  if (drift) return drift;
  const accepted = await acceptedSecretsOf(context, project);
  await refuseSecrets(ownConfigFiles(project.root, project.settings), { owner: "this repository", accepted });
  const { manifests: folder, organization } = settings.platform;
  const set = readManifests(project.root, folder, { namespace: organization });
  refuseProblems(set);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  // What would not be taken, such as a change of what never changes, keeps the rows as they were too.
  await applyManifests(store, set, { asRepository: true, dryRun: true });
  const synced = await syncBuiltin({
    database,
    ...(templatesDir === undefined ? {} : { templatesDir }),
    dryRun: options.dryRun,
    refuseShorter: options.strict,
    ...syncInputs(project),
  });
  const { dryRun } = options;
  const steps = await applyManifests(store, set, { asRepository: true, dryRun });
  const objectChanges = steps.filter(({ does }) => does !== "keep").length;
  const { changes, agents, retired } = synced;
  const told = findingsFault(synced.findings, options.strict);
  return {
    outputs: {
      changes: changes.length,
      agents: [...agents],
      retired: [...retired],
      rows: changeOutputs(changes),
      objectChanges,
      objects: stepOutputs(steps),
    },
    changed: changes.length + objectChanges > 0 && !dryRun,
    ...warningsReport(context, project, {
      check: "sync",
      subject: "the config database against the repository's files",
      anchor: settings.agents,
      findings: placedAtAgents(project, synced.findings, ({ path }) => path),
    }),
    faults: [...synced.failed.map(({ type, fault }) => keptBack(type, fault)), ...told],
    details: [...changeDetails(changes, changes.length, dryRun), ...stepDetails(steps, dryRun)],
    account: [
      changeSummary(changes.length, { agents, dryRun }),
      ...(steps.length === 0 ? [] : [stepSummary(steps, dryRun)]),
      ...copyWarnings(findings),
      ...staleLines(accepted, [undefined]),
      ...(templatesDir === undefined
        ? ["no fetched templates, so prompts and skills stay as they are: identikit fetch brings them"]
        : []),
      ...retired.map((name) => `switched off, since rows of operators still name it: ${name}`),
    ],
  };
}

function keptBack(type: string, fault: IdentikitError): IdentikitError {
  const { code, message, remedy } = fault;
  const problem = `${message}; prompt and skills of the type ${type} stay as they were`;
  return new IdentikitError(code, problem, { remedy, cause: fault });
}

/** Under `--strict`, an agent without a prompt is an error. */
function findingsFault(findings: readonly Finding[], strict: boolean): IdentikitError[] {
  const bare = strict ? findings.filter(({ code }) => code === "PROMPT_NONE") : [];
  return bare.map(
    ({ actual, remedy }) => new IdentikitError("TEMPLATE_INVALID", `${actual} (--strict)`, { remedy }),
  );
}

function templatesOf(context: Context, project: Project, named: string | undefined): string | undefined {
  if (named !== undefined) return resolve(context.cwd, named);
  const usual = project.path(project.settings.templates);
  return existsSync(usual) ? usual : undefined;
}
