import { resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import { contentCacheOf } from "../../template/content-cache.ts";
import { type FetchedTemplate, fetchTemplates, type TemplateResult } from "../../template/fetch.ts";
import { readManifest } from "../../template/manifest.ts";
import { policyNamed } from "../../template/policy.ts";
import { defaultLimits } from "../../template/source.ts";
import { shortCommit, shortDigest } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { keyValues } from "../options/key-values.ts";
import { networkOf } from "../places/network.ts";
import { type CommandResult, errorOf, type Output, outputMembers } from "../result.ts";
import type { FetchCommandOptions } from "./fetch.ts";

export async function run(context: CommandContext, options: FetchCommandOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { settings } = project;
  if (options.all && options.name.length > 0) throw whichTemplates();
  const { patienceMs, allowPrivateHosts } = networkOf(context, settings, options);
  const into =
    options.into === undefined ? project.path(settings.templates) : resolve(context.cwd, options.into);
  const report = await fetchTemplates({
    manifest: readManifest(project.path(settings.manifest), settings.manifest),
    root: project.root,
    names: options.name.length > 0 ? options.name : "all",
    into,
    policy: policyNamed(settings.policy, settings.policies),
    strict: options.strict,
    lockFile: project.path(settings.lock),
    locked: options.locked,
    prune: options.prune,
    updateLock: options.updateLock,
    sources: keyValues("--source", options.source),
    cwd: context.cwd,
    environment: context.env,
    limits: defaultLimits,
    retry: { patienceMs },
    allowPrivateHosts,
    cache: contentCacheOf(context.env),
    log: context.log,
    fetched: context.fetched,
    signal: context.signal,
  });
  const [only] = report.results;
  const single =
    report.results.length === 1 && only?.kind === "fetched" ? templateOutput(only) : { path: into };
  return {
    outputs: { ...single, templates: report.results.map(outputOf), lockWritten: report.lockWritten },
    account: report.results.flatMap(accountOf),
    changed: report.lockWritten || report.results.some(isChanged),
    faults: report.results.flatMap((result) => (result.kind === "failed" ? [result.fault] : [])),
  };
}

function isChanged(result: TemplateResult): boolean {
  return result.kind === "fetched" && result.written.length + result.removed.length > 0;
}

function outputOf(result: TemplateResult): Output {
  if (result.kind === "failed") return { name: result.name, error: errorOf(result.fault) };
  return templateOutput(result);
}

function templateOutput({ kind: _, lockChange, ...rest }: FetchedTemplate): Record<string, Output> {
  const moved = lockChange && { from: lockChange.from, to: lockChange.to, changed: lockChange.changed };
  return outputMembers({ ...rest, lockChange: moved });
}

function accountOf(result: TemplateResult): string[] {
  if (result.kind === "failed") return [`✗ ${result.name}: ${result.fault.code}`];
  const at = result.commit === null ? "as the directory stands" : `at ${shortCommit(result.commit)}`;
  const changed = result.written.length + result.removed.length;
  const lines = [
    `${result.name} ${at}, ${result.files} files, ${shortDigest(result.treeDigest)}, ${changed === 0 ? "unchanged" : `${changed} changed`}: ${result.path}`,
  ];
  if (result.note) lines.push(`  ${result.note}`);
  if (result.leftOut.length > 0) lines.push(`  left out by the policy: ${fewOf(result.leftOut)}`);
  if (result.restored.length > 0)
    lines.push(`  changed by somebody, and now the template's again: ${fewOf(result.restored)}`);
  if (result.foreign.length > 0)
    lines.push(`  warning: not the template's, kept: ${fewOf(result.foreign)} (--prune removes them)`);
  if (result.lockChange?.from) {
    const { from, to, changed: paths } = result.lockChange;
    lines.push(`  identikit.lock: ${revision(from)} -> ${revision(to)}, changed: ${fewOf(paths)}`);
  }
  return lines;
}

function revision(of: { readonly commit: string | null; readonly treeDigest: string }): string {
  return of.commit === null ? shortDigest(of.treeDigest) : shortCommit(of.commit);
}

function fewOf(paths: readonly string[], most = 5): string {
  const more = paths.length - most;
  return paths.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function whichTemplates(): IdentikitError {
  return new IdentikitError("USAGE", "--all and names of templates exclude each other", {
    remedy: "Name templates, or say --all for every one of the manifest.",
  });
}
