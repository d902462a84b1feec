import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { selectIdentity } from "../image/identity.ts";
import type { FetchedTrees } from "../template/fetched-trees.ts";
import type { Policy } from "../template/policy.ts";
import { readTemplateDirectory, type TemplateDirectory } from "../template/template-directory.ts";

/** Where a template may be found, in the order in which the places are tried. */
export interface TemplatePlaces {
  /** What the user named (`--template`). */
  readonly explicit?: string | undefined;
  /** `PLATFORM_AGENT_TEMPLATE_REPO_PATH`. */
  readonly environment?: string | undefined;
  /** Where the walk up to `manifest.json` starts. */
  readonly from: string;
  /** The canonical checkout, relative to the directory of the manifest. */
  readonly canonical?: string;
}

/** Which directory is the source of truth, and who said so. */
export interface TemplatePlace {
  readonly directory: string;
  readonly said: "option" | "environment" | "canonical";
}

const defaultCanonical = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";

/**
 * Decides which directory is the template. A place that was named but is not there is an error, never passed over
 * for the next one.
 * @throws {IdentikitError} `SSOT_MISSING`
 */
export function findTemplate(places: TemplatePlaces): TemplatePlace {
  const { explicit, environment, from, canonical = defaultCanonical } = places;
  if (explicit) return existing(explicit, "option", "the template that --template names");
  if (environment)
    return existing(environment, "environment", "the template that PLATFORM_AGENT_TEMPLATE_REPO_PATH names");
  const root = rootAbove(from);
  if (!root) throw missing(`no template is named, and there is no manifest.json in ${from} or above it`);
  return existing(join(root, canonical), "canonical", "the canonical checkout of the template");
}

export interface ReadIdentityOptions {
  /** Which files are the identity. */
  readonly profile: Policy;
  /** Files that must be there with content. */
  readonly required?: readonly string[];
  /** The caller's environment; git gets what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** What this run has fetched. */
  readonly fetched?: FetchedTrees | undefined;
}

/**
 * Reads the identity of a template's directory: from the commit where its paths are clean, else as it stands.
 * @throws {IdentikitError} `SSOT_MISSING` where a required file is missing or empty, and those of
 * {@link readTemplateDirectory}
 */
export async function readIdentity(
  directory: string,
  options: ReadIdentityOptions,
): Promise<TemplateDirectory> {
  const { required, profile, environment, signal, fetched } = options;
  const content = await readTemplateDirectory(directory, { policy: profile, environment, signal, fetched });
  return { ...content, tree: selectIdentity(content.tree, directory, required, profile) };
}

function existing(directory: string, said: TemplatePlace["said"], what: string): TemplatePlace {
  if (existsSync(directory)) return { directory, said };
  throw missing(`${what} is not there: ${directory}`);
}

function rootAbove(from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, "manifest.json"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function missing(message: string): IdentikitError {
  return new IdentikitError("SSOT_MISSING", message, {
    remedy: "Fetch the template (identikit fetch platform-agent), or name its directory with --template.",
  });
}
