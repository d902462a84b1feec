import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { defaultRequiredFiles, platformAgent, selectIdentity } from "../image/identity.ts";
import { readContents } from "../template/contents/contents.ts";
import { problemLine } from "../template/contents/problem.ts";
import type { FetchedTrees } from "../template/fetched-trees.ts";
import type { Policy } from "../template/policy.ts";
import { readSettled } from "../template/settle.ts";
import { defaultLimits, type SourceLimits } from "../template/source.ts";
import { readTemplateDirectory, type TemplateDirectory } from "../template/template-directory.ts";
import type { FileTree } from "../tree/file-tree.ts";

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
  const existing = (directory: string, said: TemplatePlace["said"], what: string): TemplatePlace => {
    if (existsSync(directory)) return { directory, said };
    throw missing(`${what} is not there: ${directory}`, canonical);
  };
  if (explicit) return existing(explicit, "option", "the template that --template names");
  if (environment)
    return existing(environment, "environment", "the template that PLATFORM_AGENT_TEMPLATE_REPO_PATH names");
  const root = rootAbove(from);
  if (!root)
    throw missing(`no template is named, and there is no manifest.json in ${from} or above it`, canonical);
  return existing(join(root, canonical), "canonical", "the canonical checkout of the template");
}

export interface ReadIdentityOptions {
  /** Which files are the identity. */
  readonly profile: Policy;
  /** The template's name. */
  readonly name: string;
  /** Files that must be there with content; left out, `config.yaml` and the files of its prompt. */
  readonly required?: readonly string[] | undefined;
  /** The caller's environment; git gets what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** How much is read at most. */
  readonly limits?: SourceLimits;
  /** What this run has fetched. */
  readonly fetched?: FetchedTrees | undefined;
}

/**
 * Reads the identity of a template's directory: from the commit where its paths are clean, else as it stands.
 * @throws {IdentikitError} `SSOT_MISSING` where a required file is missing or empty, and those of
 * {@link readTemplateDirectory}
 */
export async function readIdentity(directory: string, options: ReadIdentityOptions): Promise<Identity> {
  const { environment, signal, fetched, limits = defaultLimits } = options;
  const read = (policy: Policy) =>
    readTemplateDirectory(directory, { policy, environment, signal, fetched, limits });
  const { policy: profile, ...content } = await readSettled(options.profile, read, directory);
  const required = requiredOf(content.tree, directory, options);
  return { ...content, profile, required, tree: selectIdentity(content.tree, directory, required, profile) };
}

/** The identity of a template's directory. */
export interface Identity extends TemplateDirectory {
  /** The profile, with the files that the template's `config.yaml` names. */
  readonly profile: Policy;
  /** The files that must be there with content. */
  readonly required: readonly string[];
}

/**
 * The files without which the template is not one: those that the settings name; else, for the platform agent, those that its image
 * has always had to have; else `config.yaml` and at least one prompt.
 */
function requiredOf(
  tree: FileTree,
  directory: string,
  { name, required, profile }: ReadIdentityOptions,
): readonly string[] {
  const { prompt, problems } = readContents(tree, directory, profile.promptFiles ? "present" : "first");
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first)
    throw new IdentikitError("TEMPLATE_INVALID", `${directory}: ${errors.map(problemLine).join("; ")}`, {
      remedy: first.remedy,
    });
  if (required) return required;
  if (name === platformAgent) return defaultRequiredFiles;
  const parts = prompt.parts.map(({ path }) => path);
  if (tree.get("config.yaml") && parts.length === 0)
    throw new IdentikitError(
      "SSOT_MISSING",
      `${directory} is not a valid template: it has no prompt (prompt_files in config.yaml, system-prompt.md or prompts/)`,
      {
        remedy:
          "Write the template's prompt, or list what it must have under identity.required in identikit.yaml.",
      },
    );
  return ["config.yaml", ...parts];
}

function rootAbove(from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, "manifest.json"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function missing(message: string, canonical: string): IdentikitError {
  return new IdentikitError("SSOT_MISSING", message, {
    remedy: `Fetch the template (identikit fetch ${basename(canonical)}), or set PLATFORM_AGENT_TEMPLATE_REPO_PATH to its directory.`,
  });
}
