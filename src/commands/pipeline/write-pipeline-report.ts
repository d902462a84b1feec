import type { ShownAgent, ShownImage, ShownTemplate } from "../../console/ui/report/pipeline-report-data.ts";
import { isRecord } from "../../fault/thrown.ts";
import { readImage } from "../../image/image.ts";
import { formatPlatform } from "../../image/platform.ts";
import { parseStoredReference } from "../../image/reference.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { Report } from "../../report/report.ts";
import { findPlaceholders } from "../../secret/placeholder.ts";
import { writeFileAtomically } from "../../tree/atomic-file.ts";
import type { CommandContext } from "../context.ts";
import { openPlaces } from "../places/images.ts";
import { errorOf, type Output } from "../result.ts";
import type { PipelineAccount } from "./pipeline-account.ts";
import type { GateReport, PublishedImage, ReportedAgent } from "./pipeline-parts.ts";

/** What a chain came to, as far as its report shows it. */
export interface ReportedChain {
  readonly account: PipelineAccount;
  readonly report: Report;
  readonly images: readonly PublishedImage[];
  readonly gates: readonly GateReport[];
  readonly agents: readonly ReportedAgent[];
  readonly envRoot: string;
  readonly bundle: { readonly path: string; readonly outputs: Readonly<Record<string, Output | undefined>> };
}

/**
 * Writes what the chain came to as one HTML file among its other results.
 * @returns its path
 * @throws {IdentikitError} `FILE_UNWRITABLE`, and those of the places of images
 */
export async function writePipelineReport(
  context: CommandContext,
  project: Project,
  chain: ReportedChain,
): Promise<string> {
  const { account, report, bundle } = chain;
  // The components of the console; a chain that fails before its end does without.
  const { pipelineReport } = await import("../../console/report/pipeline-report-file.tsx");
  const file = workPath(project, "report.html");
  const text = pipelineReport({
    ...{ writtenAt: context.clock.now().toISOString(), root: project.root },
    ...{ verdict: report.verdict, changed: account.changed, findings: report.findings },
    templates: templatesOf(account),
    images: await imagesOf(context, project, chain),
    agents: chain.agents.map((agent) => agentOf(agent, account, chain.envRoot)),
    bundle: {
      path: account.shorten(bundle.path),
      digest: textOf(bundle.outputs.digest),
      rows: numberOf(bundle.outputs.rows),
    },
    steps: account.steps,
    faults: account.faults.map(errorOf),
  });
  writeFileAtomically(file, text);
  return file;
}

function templatesOf(account: PipelineAccount): readonly ShownTemplate[] {
  const { fetch } = account.outputs;
  const templates = isRecord(fetch) && Array.isArray(fetch.templates) ? fetch.templates : [];
  return templates.filter(isRecord).map((template) => ({
    name: textOf(template.name),
    source: textOf(template.source),
    commit: typeof template.commit === "string" ? template.commit : undefined,
    treeDigest: textOf(template.treeDigest),
    files: numberOf(template.files),
    path: account.shorten(textOf(template.path)),
  }));
}

async function imagesOf(
  context: CommandContext,
  project: Project,
  { account, images, gates }: ReportedChain,
): Promise<readonly ShownImage[]> {
  await using places = openPlaces(context, project.settings, { insecureRegistry: [], allowPrivateHost: [] });
  const shown: ShownImage[] = [];
  for (const { name, image, digest, tags, treeDigest, baked } of images) {
    // Where it was baked, on this machine: no registry is asked once more for a report.
    const { store, select } = await places.open(parseStoredReference(baked));
    const identity = layerOf(account, textOf(name));
    const { images: platforms } = await readImage(store, await select());
    const report = gates.find((gate) => gate.name === name)?.report;
    shown.push({
      ...{ name: textOf(name), reference: account.shorten(textOf(image)) },
      ...{ digest: textOf(digest), treeDigest: textOf(treeDigest) },
      tags: Array.isArray(tags) ? tags.map(textOf) : [],
      platforms: platforms.map(({ platform, manifest }) => ({
        platform: formatPlatform(platform),
        layers: manifest.layers.map((layer) => ({
          ...{ digest: layer.digest, bytes: layer.size, isIdentity: layer.digest === identity },
        })),
      })),
      gate: {
        verdict: report?.verdict ?? "unverified",
        subject: report?.subject ?? "",
        facts: report?.facts ?? [],
      },
    });
  }
  return shown;
}

/** The layer that the bake made for a template. */
function layerOf(account: PipelineAccount, name: string): string | undefined {
  const done = account.outputs[`bake ${name}`] ?? account.outputs.bake;
  return isRecord(done) && typeof done.layerDigest === "string" ? done.layerDigest : undefined;
}

function agentOf({ config, outcome }: ReportedAgent, account: PipelineAccount, envRoot: string): ShownAgent {
  const { name, type, runtime, systemPrompt, skills, mcpServers, plugins } = config;
  return {
    ...{ name, type, runtime, result: outcome.result },
    envDirectory: account.shorten(`${envRoot}/${name}`),
    prompt: systemPrompt ? { scope: systemPrompt.scope, characters: systemPrompt.value.length } : undefined,
    skills: skills.map(({ key }) => key),
    mcpServers: mcpServers.map(({ key }) => key),
    plugins: plugins.flatMap(({ key, value }) => (value ? [key] : [])),
    secrets: secretNamesOf(config),
  };
}

/** The secrets that an agent's configuration names; an unchanged directory opens none of them. */
function secretNamesOf({ mcpServers, settings }: ReportedAgent["config"]): readonly string[] {
  const found = [...mcpServers, ...settings].flatMap(({ key, value }) => findPlaceholders(value, key));
  return [...new Set(found.map(({ name }) => name))].sort();
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
