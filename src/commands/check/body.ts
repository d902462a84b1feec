import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix, relative, resolve, sep } from "node:path";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { openProject, type Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Fact, PendingChange } from "../../report/report.ts";
import { FetchedTrees } from "../../template/fetched-trees.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { validatePath } from "../../validate/validate.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import { mostChanges } from "../accounts/row-changes.ts";
import type { CommandContext } from "../context.ts";
import { asOutput, type CommandResult, type Output } from "../result.ts";
import { fetchChange } from "./change-templates.ts";
import type { CheckCommandOptions } from "./check.ts";
import { type ConfigSide, planConfig } from "./config-side.ts";
import { attempt } from "./faults.ts";
import { checkImages, type ImageSides } from "./image-sides.ts";

export async function run(context: CommandContext, options: CheckCommandOptions): Promise<CommandResult> {
  const { cwd } = context;
  const place = options.root === undefined ? cwd : resolve(cwd, options.root);
  const valid = await validatePath(place, context);
  const project = await attempt("identikit.yaml", () => openProject(cwd, options.root));
  if (project.kind === "failed") {
    const findings = [...valid.findings, ...addedTo(valid.findings, project.finding)];
    return await resultOf(context, options, { root: valid.root, findings, facts: [], pending: [] });
  }
  const directory = mkdtempSync(join(context.env.RUNNER_TEMP ?? tmpdir(), "identikit-check-"));
  try {
    const result = await checkIn(directory, {
      context,
      project: project.value,
      options,
      valid: valid.findings,
    });
    // A step that was stopped fails like any other; that says nothing of the change.
    context.signal.throwIfAborted();
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Scene {
  readonly context: CommandContext;
  readonly project: Project;
  readonly options: CheckCommandOptions;
  readonly valid: readonly Finding[];
}

async function checkIn(
  directory: string,
  { context, project, options, valid }: Scene,
): Promise<CommandResult> {
  const { root, settings } = project;
  const trees = new FetchedTrees();
  const equipped = { ...context, fetched: trees };
  const into = { directory: join(directory, "templates"), trees };
  using _made = AnchoredDirectory.make(into.directory);
  const fetched = await attempt(settings.manifest, () => fetchChange(equipped, project, into, options));
  if (fetched.kind === "failed") {
    const findings = [...valid, ...addedTo(valid, fetched.finding)];
    return await resultOf(context, options, { root, findings, facts: [], pending: [] });
  }
  const templates = fetched.value;
  const image = await checkImages(equipped, project, templates, options);
  const config = await attempt(settings.agents, () =>
    planConfig(equipped, project, templates, options, directory),
  );
  const rows: ConfigSide =
    config.kind === "done"
      ? config.value
      : { findings: addedTo(valid, config.finding), facts: [], agents: [], pending: [] };
  return await resultOf(context, options, {
    root,
    findings: [
      ...valid,
      ...addedTo(valid, ...templates.findings),
      ...addedTo(valid, ...image.findings),
      ...addedTo(valid, ...rows.findings),
    ],
    facts: [...image.facts, ...rows.facts],
    pending: [...image.pending, ...rows.pending],
    image,
    rows,
  });
}

/** Of findings those that were not made already: what cannot be read is found by every step that reads it. */
function addedTo(before: readonly Finding[], ...more: readonly Finding[]): Finding[] {
  return more.filter(
    ({ code, location }) =>
      location === undefined ||
      !before.some(
        (known) =>
          known.code === code &&
          known.location?.file === location.file &&
          known.location.line === location.line,
      ),
  );
}

async function resultOf(
  context: CommandContext,
  options: CheckCommandOptions,
  of: {
    readonly root: string;
    readonly findings: readonly Finding[];
    readonly facts: readonly Fact[];
    readonly pending: readonly PendingChange[];
    readonly image?: ImageSides;
    readonly rows?: ConfigSide;
  },
): Promise<CommandResult> {
  const { root, findings, facts, pending, image, rows } = of;
  const near = relative(context.cwd, root).split(sep).join("/");
  const report = makeReport(
    {
      check: "check",
      verdict: verdictOf(findings),
      subject: `the change in ${posix.normalize(near || ".")}`,
      facts,
      ...(image?.sections ? { sections: image.sections } : {}),
      anchor: "manifest.json",
      findings,
      pending,
    },
    { cwd: context.cwd, root },
  );
  return {
    outputs: {
      ...image?.outputs,
      changes: changesOf(pending, rows),
      ...(await writeReportFiles(context, report, options)),
    },
    account: [],
    report,
    format: options.format,
  };
}

/** What will change, for a workflow that goes on with it; rows without their values. */
function changesOf(pending: readonly PendingChange[], rows: ConfigSide | undefined): Output {
  const files = pending.filter(({ kind }) => kind === "file");
  return asOutput({
    identityFiles: files.map(({ name: path, change, place: image, template }) => ({
      path,
      change,
      image,
      template,
    })),
    agents: [...(rows?.agents ?? [])],
    rows: (rows?.rows ?? []).slice(0, mostChanges).map(({ kind, table, key }) => ({ kind, table, key })),
    rowCount: rows?.rows?.length ?? null,
  });
}
