import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { platformAgent } from "../../image/identity.ts";
import type { Project } from "../../project/project.ts";
import { type Manifest, type ManifestEntry, readManifest } from "../../template/manifest.ts";
import { templateNamed } from "../../template/template-of.ts";

/** How a template is named: by its name, by its directory, or not at all. */
export interface NamedTemplate {
  readonly name?: string | undefined;
  /** Absolute. */
  readonly directory?: string | undefined;
}

/**
 * The template whose identity is baked unless another is named: that of the settings, else `platform-agent`, else the only one of
 * the manifest.
 * @throws {IdentikitError} `TEMPLATE_UNKNOWN` where the manifest has several and nothing says which; those of reading the manifest
 */
export function identityTemplateOf(project: Project): string {
  const name = usualTemplateOf(project);
  if (name !== undefined) return name;
  throw new IdentikitError(
    "TEMPLATE_UNKNOWN",
    `${project.settings.manifest} has several templates, and nothing says whose identity is baked`,
    { remedy: "Set identity.template in identikit.yaml to the name of one." },
  );
}

/**
 * The name of the template that a command is about.
 * @throws {IdentikitError} `TEMPLATE_UNKNOWN` for a name that the manifest lacks, and as {@link identityTemplateOf} does
 */
export function templateNameOf(project: Project, { name, directory }: NamedTemplate): string {
  const manifest = manifestOf(project);
  if (name !== undefined) {
    if (manifest && directory === undefined) templateNamed(manifest, name);
    return name;
  }
  if (directory === undefined) return identityTemplateOf(project);
  const entries = manifest?.workspaceTemplates ?? [];
  return (
    entries.find((entry) => isDirectoryOf(project, entry, directory))?.name ??
    usualTemplate(project, manifest) ??
    basename(directory)
  );
}

/** The files that a template must have with content, where the settings name some; they speak of the template that is baked. */
export function requiredFilesOf(project: Project, name: string): readonly string[] | undefined {
  return name === usualTemplateOf(project) ? project.settings.identity.required : undefined;
}

/** As {@link identityTemplateOf}, or `undefined` where nothing says which. */
export function usualTemplateOf(project: Project): string | undefined {
  return usualTemplate(project, manifestOf(project));
}

function usualTemplate({ settings }: Project, manifest: Manifest | undefined): string | undefined {
  if (settings.identity.template !== undefined) return settings.identity.template;
  const names = (manifest?.workspaceTemplates ?? []).map(({ name }) => name);
  if (names.length === 0 || names.includes(platformAgent)) return platformAgent;
  return names.length === 1 ? names[0] : undefined;
}

function manifestOf({ settings, path }: Project): Manifest | undefined {
  const file = path(settings.manifest);
  return existsSync(file) ? readManifest(file, settings.manifest) : undefined;
}

/** True for the directory that an entry names, for its fetched copy, and for a checkout that has its name. */
function isDirectoryOf(
  { root, settings, path }: Project,
  { name, repo }: ManifestEntry,
  directory: string,
): boolean {
  const canonical = path(`${settings.templates}/${name}`);
  return directory === canonical || directory === resolve(root, repo) || basename(directory) === name;
}
