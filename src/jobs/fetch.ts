import { resolve } from "node:path";
import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { openProject } from "../project/project.ts";
import type { FetchedTemplate, TemplateResult } from "../template/fetch.ts";
import { shortCommit, shortDigest } from "./account-text.ts";
import { networkOptions, rootOption } from "./common-options.ts";
import { defineJob, errorOf, type JobResult, type Output } from "./job.ts";
import { keyValues } from "./key-values.ts";
import { flag, list, positional, text } from "./option.ts";

export const fetch = defineJob({
  name: "fetch",
  summary: "Bring templates' assets from their repositories into a directory.",
  example: "identikit fetch --all --into .tenant-bundle-deps/workspace-configs-templates",
  options: z.object({
    name: positional(list("NAME", "Templates of the manifest, by name; every one of them if none is named.")),
    all: flag("Every workspace template of the manifest."),
    into: text(
      "DIR",
      "Each template is laid into DIR/<name>/; the settings' template directory if left out.",
    ),
    locked: flag("Take only what identikit.lock says, and refuse anything else."),
    prune: flag("Remove files that no fetch wrote from the templates' directories."),
    updateLock: flag("Write what moved to identikit.lock, and say what did."),
    source: list("NAME=PATH_OR_URL", "Take a template from another place than the manifest says."),
    strict: flag("Make a path that the policy leaves out an error."),
    ...networkOptions,
    ...rootOption,
  }),
  async run(context, options): Promise<JobResult> {
    const { contentCacheOf } = await import("../template/content-cache.ts");
    const { fetchTemplates } = await import("../template/fetch.ts");
    const { readManifest } = await import("../template/manifest.ts");
    const { policyNamed } = await import("../template/policy.ts");
    const { defaultLimits } = await import("../template/source.ts");
    const { networkOf } = await import("./network.ts");
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
  },
});

function isChanged(result: TemplateResult): boolean {
  return result.kind === "fetched" && result.written.length + result.removed.length > 0;
}

function outputOf(result: TemplateResult): Output {
  if (result.kind === "failed") return { name: result.name, error: errorOf(result.fault) };
  return templateOutput(result);
}

function templateOutput({ kind: _, lockChange, ...rest }: FetchedTemplate): Record<string, Output> {
  const moved = lockChange && { from: lockChange.from, to: lockChange.to, changed: lockChange.changed };
  return { ...(rest as unknown as Record<string, Output>), lockChange: moved as Output };
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
