import { existsSync } from "node:fs";
import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import { certain } from "../../fault/certain.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { openProject, type Project, workPath } from "../../project/project.ts";
import type { Report } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import { alterationsOf } from "../../template/fetched-copy.ts";
import { FetchedTrees } from "../../template/fetched-trees.ts";
import { readManifest } from "../../template/manifest.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { sweepAbandoned } from "../../tree/atomic-file.ts";
import { copyDrift } from "../accounts/copy-drift.ts";
import { bake } from "../bake/bake.ts";
import { configExport } from "../config-export/config-export.ts";
import { configImport } from "../config-import/config-import.ts";
import { configSync } from "../config-sync/config-sync.ts";
import type { CommandContext } from "../context.ts";
import { fetch } from "../fetch/fetch.ts";
import { gate } from "../gate/gate.ts";
import { openConfigDatabase } from "../places/database.ts";
import { envRootOf } from "../places/env-root.ts";
import { copiesIn } from "../places/fetched-templates.ts";
import { publish } from "../publish/publish.ts";
import { renderResult, renderRun } from "../render/render-run.ts";
import type { CommandResult } from "../result.ts";
import { bakedTemplates } from "./baked-templates.ts";
import type { PipelineCommandOptions } from "./pipeline.ts";
import { FailedStep, PipelineAccount } from "./pipeline-account.ts";
import type { GateReport, PublishedImage, ReportedAgent } from "./pipeline-parts.ts";
import { sealStandIns } from "./stand-in-secrets.ts";
import { writePipelineReport } from "./write-pipeline-report.ts";

/**
 * Removes what a killed run left of a file that it was writing to the work place, or of a blob to a layout there: whoever writes these holds
 * no lock. No living writer pauses for a day.
 */
function sweepWorkPlace({ clock }: CommandContext, project: Project): void {
  const now = clock.now().getTime();
  using place = AnchoredDirectory.make(workPath(project));
  sweepAbandoned(place, now);
  for (const layout of ["images", "published"].map((name) => workPath(project, name))) {
    if (!existsSync(layout)) continue;
    using images = AnchoredDirectory.open(layout);
    sweepAbandoned(images, now);
  }
}

export async function run(context: CommandContext, given: PipelineCommandOptions): Promise<CommandResult> {
  try {
    return await runChain(context, given);
  } catch (caught) {
    if (!(caught instanceof FailedStep)) throw caught;
    return { outputs: {}, account: [], faults: caught.faults };
  }
}

async function runChain(context: CommandContext, given: PipelineCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, given.root);
  const places = placesOf(context, project, given);
  // Asked before the fetch, which would put back what somebody changed and so hide it.
  const findings = await alterationsIn(project, places.templates);
  const drift = copyDrift(context, project, { check: "pipeline", findings, undone: "nothing was done" });
  if (drift) return drift;
  sweepWorkPlace(context, project);
  const account = new PipelineAccount({ ...context, fetched: new FetchedTrees() }, project.root);
  const root = { root: project.root };
  const database = given.database === undefined ? {} : { database: given.database };
  const templates = bakedTemplates(project, given);
  const { signKey, signKeyless, sbom } = given;
  const signing = { signKey, signKeyless, sbom };
  const { requireSignature, requireAttestation, verifyKey, verifyIdentity, verifyIssuer, trustedRoot } =
    given;
  const required = {
    ...{ requireSignature, requireAttestation },
    ...{ verifyKey, verifyIdentity, verifyIssuer, trustedRoot },
  };

  await account.step("fetch", fetch, { ...root, all: true, into: places.templates, locked: given.locked });
  await account.stepInParts("sync", configSync, { ...root, ...database, templates: places.templates });
  const baked = new Map<string, CommandResult>();
  const reports: GateReport[] = [];
  for (const { name, template, step, places: at } of templates) {
    const done = await account.step(step("bake"), bake, {
      ...root,
      name: [name],
      template,
      base: given.base,
      to: at.baked,
      ...signing,
    });
    baked.set(name, done);
    const { report } = await account.step(step("gate"), gate, {
      ...root,
      name: [name],
      template,
      image: at.baked,
      ...required,
    });
    if (report) reports.push({ name, report });
  }
  const bundle = await account.step("export", configExport, { ...root, ...database, to: places.bundle });
  const carried = { ...root, file: places.bundle, database: places.carried, prune: true };
  await account.step("import", configImport, carried);
  let agents: readonly ReportedAgent[] = [];
  await account.timed("render", async () => {
    const rendered = await renderCarried(context, project, given, places);
    agents = rendered.agents;
    return rendered.result;
  });
  const images: PublishedImage[] = [];
  for (const { name, template, step, places: at } of templates) {
    const { commit, treeDigest } = baked.get(name)?.outputs ?? {};
    const { outputs } = await account.step(step("publish"), publish, {
      ...root,
      name: [name],
      template,
      from: at.baked,
      to: at.published,
      ...signing,
      ...required,
      ...(commit === null ? { tag: ["staging-local"] } : {}),
    });
    const { image, digest, tags } = outputs;
    images.push({ name, image, digest, tags, treeDigest, baked: at.baked });
  }
  const published = images.map(({ baked: _, ...one }) => one);
  const { name: _, ...first } = certain(published[0]);
  const report = reportOf(reports, account.findings);
  const file = await writePipelineReport(context, project, {
    ...{ account, report, agents, images, gates: reports, envRoot: places.envRoot },
    bundle: { path: places.bundle, outputs: bundle.outputs },
  });
  return {
    outputs: {
      result: report.verdict,
      findings: [],
      changed: account.changed,
      ...first,
      images: published,
      bundle: places.bundle,
      bundleDigest: bundle.outputs.digest,
      envRoot: places.envRoot,
      report: file,
      steps: account.outputs,
    },
    account: account.lines,
    ...(report.findings.length > 0 ? { report } : {}),
    ...(account.faults.length > 0
      ? { faults: account.faults }
      : {
          closing: closing(account, {
            ...places,
            images: templates.map(({ places: at }) => at.published),
            report: file,
          }),
        }),
  };
}

/** What the gates came to, with what every other step found; a section for each template, where there are several. */
function reportOf(gates: readonly GateReport[], findings: readonly Finding[]): Report {
  const { report: first } = certain(gates[0]);
  const subject = gates.map(({ report }) => report.subject).join("; ");
  const whole = { ...first, check: "pipeline", subject, verdict: verdictOf(findings), findings } as const;
  if (gates.length === 1) return whole;
  const owners = new Map(gates.flatMap(({ name, report }) => report.findings.map((one) => [one, name])));
  return {
    ...whole,
    facts: [],
    sections: gates.map(({ name, report }) => {
      const { verdict, facts } = report;
      return { template: name, verdict, subject: report.subject, facts };
    }),
    findings: findings.map((one) => {
      const template = owners.get(one);
      return template === undefined ? one : { ...one, template };
    }),
  };
}

async function alterationsIn(project: Project, templatesDir: string): Promise<readonly Finding[]> {
  const manifest = readManifest(project.path(project.settings.manifest), project.settings.manifest);
  const names = manifest.workspaceTemplates.map(({ name }) => name);
  return copiesIn(project, templatesDir, names).flatMap(alterationsOf);
}

/**
 * Renders every agent from the database on the far side of the bundle. Secrets do not travel with it: they are read,
 * and their reads logged, where they are kept.
 */
async function renderCarried(
  context: Context,
  project: Project,
  given: PipelineCommandOptions,
  places: PipelinePlaces,
): Promise<{ readonly result: CommandResult; readonly agents: readonly ReportedAgent[] }> {
  await using carried = await openConfigDatabase(context, project, places.carried);
  await using source = await openConfigDatabase(context, project, given.database);
  const standIns = await sealStandIns(context, project, source);
  const rows = await loadRows(carried);
  const configs = rows.agents.map((name) => resolveAgent(rows, name));
  const run = await renderRun(context, project, {
    agents: configs,
    secretsFrom: source,
    options: { envRoot: places.envRoot, onMissingSecret: given.onMissingSecret, reason: "pipeline" },
  });
  const result = renderResult(run);
  const made = standIns.map((name) => `secret ${name} is a made-up value (identikit.yaml, standInSecrets)`);
  const agents = configs.flatMap((config) => {
    const outcome = run.outcomes.find(({ agent }) => agent === config.name);
    return outcome ? [{ config, outcome }] : [];
  });
  return { result: { ...result, account: [...result.account, ...made] }, agents };
}

function closing(
  account: PipelineAccount,
  places: PipelinePlaces & { readonly images: readonly string[]; readonly report: string },
): string[] {
  return [
    "",
    account.changed
      ? "Done: every copy was made from its source, and compared with it."
      : "Nothing changed: every copy was compared with its source, and equals it.",
    "",
    `Look at, in ${account.root}:`,
    ...places.images.map((image) => `  the image         ${account.shorten(image)}`),
    `  the config bundle ${account.shorten(places.bundle)}`,
    `  env directories   ${account.shorten(places.envRoot)}/<agent>/`,
    `  all of it         ${account.shorten(places.report)}, in a browser`,
  ];
}

/** Where the embedded defaults keep what the chain makes. */
export interface PipelinePlaces {
  readonly templates: string;
  readonly bundle: string;
  /** The database on the far side of the bundle, from which the env directories are rendered. */
  readonly carried: string;
  readonly envRoot: string;
}

function placesOf(context: Context, project: Project, given: PipelineCommandOptions): PipelinePlaces {
  return {
    templates: project.path(project.settings.templates),
    bundle: workPath(project, "config.bundle"),
    carried: workPath(project, "carried.db"),
    envRoot: envRootOf(context, project, given.envRoot),
  };
}
